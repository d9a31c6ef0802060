import { expect, test } from "@jest/globals";
import { single, users } from "../../doubles/declarations.js";
import { setUp } from "../../doubles/scene.js";

const BOSS = { "boss@example.com": "full-access" };
const NEW = { email: "new.name@example.com" };

test.each(["disable", "remove", { moveTo: "read-only" }])(
  "an excluded user who changes their email stays excluded from a set whose unmanaged is %j",
  async (unmanaged) => {
    const { stack, user, edit, clear, log, writes } = setUp();
    const set = (exclude: string[], members: object = {}) =>
      users(
        { ...BOSS, "bob@example.com": "auditor", ...members },
        { unmanaged, exclude, guard: { maxRemovals: 9, minimumAdmins: 0 } },
      );
    const program = [set(["root@example.com", "ann@*"])];
    await stack.up(program);
    edit.modifyUser("u-root", NEW);
    edit.modifyUser("u-ann", { email: "other.name@example.com" });
    clear();
    log.lines.length = 0;
    await stack.up(program);
    await stack.up(program, { refresh: true });
    expect(writes()).toEqual([]);
    expect([user("u-root"), user("u-ann")]).toEqual(["full-access enabled", "auditor enabled"]);
    expect(log.text).toContain(
      'warning: user u-root has the email new.name@example.com now and is still excluded by "root@example.com"',
    );
    // Once the pattern goes, so does the memory of it.
    await stack.up([set(["ann@*"])]);
    expect(user("u-root")).toBe(
      { disable: "full-access disabled", remove: undefined }[String(unmanaged)] ?? user("u-root"),
    );
    expect(user("u-root")).not.toBe("full-access enabled");
    expect(user("u-ann")).toBe("auditor enabled");
    // A declared user is no longer excluded by an earlier address.
    await stack.up([set(["ann@*"], { "other.name@example.com": "operator" })]);
    expect(user("u-ann")).toBe("operator enabled");
  },
);

test("an excluded user who joins later is remembered by the next up, though it changes nothing", async () => {
  const { stack, user, edit, log } = setUp();
  const program = [
    users(
      { ...BOSS, "bob@example.com": "auditor", "ann@example.com": "auditor" },
      { unmanaged: "disable", exclude: ["root@*", "new@*"] },
    ),
  ];
  await stack.up(program);
  edit.addUser({ id: "u-new", email: "new@example.com", roleID: "auditor" });
  expect(await stack.up(program)).toEqual([{ op: "same", name: "team" }]);
  edit.modifyUser("u-new", NEW);
  await stack.up(program);
  expect(user("u-new")).toBe("auditor enabled");
  expect(log.text).not.toContain("would lose access");
});

test("a state from before this memory previews without a change, and remembers from the next up on", async () => {
  const { stack, user, edit } = setUp();
  const program = [
    users(
      { ...BOSS, "bob@example.com": "auditor", "ann@example.com": "auditor" },
      { unmanaged: "disable", exclude: ["root@*"] },
    ),
  ];
  await stack.up(program);
  for (const entry of stack.state) {
    for (const key of ["excludedIds", "protectedIds", "formerDisabled"]) {
      delete entry.inputs[key];
      delete entry.outputs[key];
    }
  }
  expect(await stack.preview(program)).toEqual([{ op: "same", name: "team" }]);
  expect(await stack.up(program)).toEqual([{ op: "same", name: "team" }]);
  edit.modifyUser("u-root", NEW);
  await stack.up(program);
  expect(user("u-root")).toBe("full-access enabled");
});

test("a protected user who changes their email stays protected in a set", async () => {
  const { stack, user, edit } = setUp();
  const guard = { protectedUsers: ["root@example.com"], minimumAdmins: 0 };
  const rest = { ...BOSS, "bob@example.com": "auditor", "ann@example.com": "auditor" };
  await stack.up([users({ ...rest, "root@example.com": "full-access" }, { guard })]);
  edit.modifyUser("u-root", NEW);
  await stack.up([users({ ...rest, "new.name@example.com": "full-access" }, { guard })], { refresh: true });
  await expect(stack.up([users(rest, { guard })])).rejects.toThrow(/guard\.protectedUsers: new\.name@example\.com/);
  await expect(stack.up([users(rest, { guard, unmanaged: "remove" })])).rejects.toThrow(/guard\.protectedUsers/);
  expect(user("u-root")).toBe("full-access enabled");
});

test("a protected user who changes their email stays protected alone, however often the state is refreshed", async () => {
  const { stack, user, edit } = setUp();
  const guard = { protectedUsers: ["root@example.com"], minimumAdmins: 0 };
  const root = (more: object = {}) => single({ userId: "u-root", roleId: "full-access", guard, ...more });
  await stack.up([root()]);
  edit.modifyUser("u-root", NEW);
  await stack.refresh();
  await stack.refresh();
  await expect(stack.up([root({ roleId: "read-only" })])).rejects.toThrow(/guard\.protectedUsers/);
  await stack.up([root()]);
  await expect(stack.destroy()).rejects.toThrow(/guard\.protectedUsers: new\.name@example\.com/);
  expect(user("u-root")).toBe("full-access enabled");
});

test("preview and refresh warn of a former member who is enabled again by hand, until someone declares or excludes them", async () => {
  const { stack, user, edit, clear, log, writes } = setUp();
  const set = (more: Record<string, unknown> = {}) => users({ "bob@example.com": "auditor" }, more);
  await stack.up([users({ "bob@example.com": "auditor", "ann@example.com": "auditor" })]);
  await stack.up([set()]);
  expect(user("u-ann")).toBe("auditor disabled");
  const told = async (work: () => Promise<unknown>) => {
    log.lines.length = 0;
    await work();
    return log.text.includes("1 user that this set dropped and disabled is enabled again: ann@example.com");
  };
  expect(await told(() => stack.preview([set()]))).toBe(false);
  edit.modifyUser("u-ann", { state: "enabled" });
  clear();
  expect(await told(() => stack.preview([set()]))).toBe(true);
  expect(await told(() => stack.refresh())).toBe(true);
  expect(await told(() => stack.up([set()]))).toBe(true);
  expect(writes()).toEqual([]);
  expect(await told(() => stack.preview([single({ email: "ann@example.com", roleId: "auditor" }), set()]))).toBe(false);
  expect(await told(() => stack.preview([set({ exclude: ["ann@example.com"] })]))).toBe(false);
  expect(user("u-ann")).toBe("auditor enabled");
});

test("a former member who was let go of, or restored to access, is not warned of", async () => {
  for (const removed of ["retain", "restore"]) {
    const { stack, log } = setUp();
    await stack.up([users({ "bob@example.com": "auditor", "ann@example.com": "auditor" }, { removed })]);
    await stack.up([users({ "bob@example.com": "auditor" }, { removed })]);
    await stack.up([users({ "bob@example.com": "auditor" })], { refresh: true });
    expect(log.text).not.toContain("enabled again");
  }
});
