import { describe, expect, test } from "@jest/globals";
import type { Config } from "../../../provider/config/config.js";
import { single, users } from "../../doubles/declarations.js";
import { USER_FORMS, WAYS } from "../../doubles/forms.js";
import { allowIn, refusal, setUp } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";

const ANN = "ann@example.com";

describe.each(USER_FORMS)("a user who is declared $form", ({ declare, dropped }) => {
  test("is neither demoted nor disabled while they are protected, but may gain", async () => {
    const { stack, user } = setUp();
    const guard = { protectedUsers: ["ANN@*"] };
    await expect(stack.up([declare(ANN, { roleId: "operator", guard })])).rejects.toThrow("guard.protectedUsers");
    await stack.up([declare(ANN, { roleId: "full-access", guard })]);
    await expect(stack.up(dropped({ guard }))).rejects.toThrow("guard.protectedUsers: ann@example.com");
    expect(user("u-ann")).toBe("full-access enabled");
  });

  test("is bounded by their own guard before the configured one, also if it is weaker", async () => {
    const { stack, user } = setUp({}, { guard: { maxRemovals: 0 } });
    await stack.up([declare(ANN, { roleId: "operator", guard: { maxRemovals: 5 } })]);
    expect(user("u-ann")).toBe("operator enabled");
  });
});

test("maxRemovals of the stack's configuration stops the run at the limit; gains do not count", async () => {
  const { stack, user, edit } = setUp({}, { guard: { maxRemovals: 1 } });
  edit.modifyUser("u-boss", { roleID: "operator" });
  const program = ["root", "boss", "ann", "bob"].map((name) => {
    const roleId = name === "root" || name === "boss" ? "full-access" : "scanner";
    return single({ email: `${name}@example.com`, roleId }, name);
  });
  await expect(stack.up(program)).rejects.toThrow("guard.maxRemovals: 2 removals in this run, at most 1");
  expect(["u-boss", "u-ann", "u-bob"].map(user)).toEqual(["full-access enabled", "scanner enabled", "auditor enabled"]);
});

test("an admin's move in a set counts once for the single resources of the run", async () => {
  const { stack, user } = setUp({}, { guard: { maxRemovals: 2 } });
  await stack.up([users({ "root@example.com": "auditor" }), single({ email: ANN, roleId: "operator" })]);
  expect([user("u-root"), user("u-ann")]).toEqual(["auditor enabled", "operator enabled"]);
});

describe.each(WAYS.filter(({ way }) => way !== "dropped from a set"))(
  "the refusal to delete a user who was declared $way",
  ({ first, last }) => {
    test("says how the configuration allows it, and that line does", async () => {
      const { world, user } = setUp();
      let guard: Config["guard"];
      const stack = new Stack(() => world.session(guard === undefined ? {} : { guard }));
      await stack.up(first(ANN, { roleId: "auditor", guard: { maxRemovals: 0 } }));
      const refused = await refusal(stack.up(last()));
      guard = { allow: /cloudone:guard '\{"allow":"([0-9a-f]+)"\}'/.exec(refused)?.[1] };
      await stack.up(last());
      expect(user("u-ann")).toBe("auditor disabled");
    });

    test("keeps the configured guards in that line, with quotes that a shell understands", async () => {
      const guard = { maxRemovals: 0, protectedUsers: ["o'neill@example.com"] };
      const { stack } = setUp({}, { guard });
      await stack.up(first(ANN, { roleId: "auditor" }));
      const line = /pulumi config set cloudone:guard '(.*)' {2}and/.exec(await refusal(stack.up(last())))?.[1] ?? "";
      expect(line).toContain(`{"maxRemovals":0,"protectedUsers":["o'\\''neill@example.com"],"allow":`);
      expect(JSON.parse(line.replaceAll("'\\''", "'"))).toEqual({ ...guard, allow: expect.any(String) });
    });
  },
);

test("every user that moveTo moves is a removal and named, even if they are disabled or get more", async () => {
  const { stack, edit, user, log } = setUp();
  edit.modifyUser("u-ann", { roleID: "operator" });
  edit.modifyUser("u-bob", { roleID: "scanner", state: "disabled" });
  const program = (guard: object) => [
    users({ "root@example.com": "full-access" }, { unmanaged: { moveTo: "auditor" }, exclude: ["boss@*"], guard }),
  ];
  const refused = await refusal(stack.preview(program({ maxRemovals: 1 })));
  expect(refused).toContain("guard.maxRemovals: 2 removals, at most 1");
  expect(refused).toContain("ann@example.com (role operator → auditor), bob@example.com (role scanner → auditor)");
  // Once is enough.
  expect(log.text).not.toContain("would lose access");
  await stack.up(program({ maxRemovals: 2 }));
  expect([user("u-ann"), user("u-bob")]).toEqual(["auditor enabled", "auditor disabled"]);
  await stack.up(program({ maxRemovals: 0 }));
});

test("a digest that allowed a user to go does not allow it once they are the last admin", async () => {
  const { stack, edit, user } = setUp();
  await stack.up([users({ [ANN]: "auditor", "bob@example.com": "auditor" })]);
  const after = (allow?: string) => [
    users({ "bob@example.com": "auditor" }, { guard: { maxRemovals: 0, ...(allow && { allow }) } }),
  ];
  const allow = allowIn(await refusal(stack.preview(after())));
  for (const id of ["u-root", "u-boss"]) edit.modifyUser(id, { roleID: "read-only" });
  edit.modifyUser("u-ann", { roleID: "full-access" });
  await expect(stack.up(after(allow))).rejects.toThrow("guard.minimumAdmins");
  expect(user("u-ann")).toBe("full-access enabled");
});
