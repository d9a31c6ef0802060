import { beforeAll, expect, test } from "@jest/globals";
import type { Switches } from "../../emulator/index.js";
import { type Cloud, createStack, describeEngine, ref, type Stack, startCloud } from "./harness.js";
import { READ, renamed, role, stored, user } from "./scene.js";

const PEOPLE = ["ann", "bob", "cem", "dee", "eve", "fay"];

function startCrowd(switches: Partial<Switches> = {}): Promise<Cloud> {
  return startCloud({
    switches,
    seed: {
      roles: [
        { id: "auditor", serviceRoleURNs: [READ] },
        { id: "operator", serviceRoleURNs: [READ] },
      ],
      users: [
        // Somebody has to stay who can do everything.
        { id: "root", email: "root@example.com", roleID: "full-access" },
        ...PEOPLE.map((id) => ({ id, name: `Ms ${id}`, email: `${id}@Example.com`, roleID: "read-only" })),
      ],
    },
  });
}

function crowd(cloud: Cloud) {
  const { emulator } = cloud;
  return {
    edit: emulator.edit,
    /** Role and state, as `auditor enabled`. */
    binding: (id: string) => {
      const live = emulator.store.users.get(id);
      return live && `${live.roleID} ${live.state}`;
    },
    writes: () => emulator.writes().map(({ method, path }) => `${method} ${path}`),
  };
}

const MIXED = {
  modifySemantics: "replace",
  emailCase: "lower",
  endOfList: "null",
  maxLimit: 4,
  listOrder: "shuffled",
  deleteGone: 404,
  unknownFields: true,
  ownKeyUrnMissing: true,
  timesFraction: 3,
} as const satisfies Partial<Switches>;

describeEngine.each<[string, Partial<Switches>]>([
  ["by default", {}],
  ["with many switches turned", MIXED],
])("an assignment, %s", (_, switches) => {
  let cloud: Cloud;
  let stack: Stack;
  let people: ReturnType<typeof crowd>;

  beforeAll(async () => {
    cloud = await startCrowd(switches);
    people = crowd(cloud);
    stack = await createStack({ cloud });
  });

  test("is shown as now and then at preview, is made, and a refresh that finds only later activity changes nothing", async () => {
    people.edit.modifyUser("cem", { state: "disabled" });
    await stack.program([
      user("ann", "auditor"),
      user("bob", "full-access", { state: "enabled" }),
      user("cem", "read-only"),
      user("dee", "operator", { email: undefined, userId: "dee", state: "disabled" }),
    ]);
    const preview = await stack.preview();
    const email = (id: string) => `${id}@${switches.emailCase === "lower" ? "example" : "Example"}.com`;
    expect(preview.ops).toEqual({ ann: "create", bob: "create", cem: "create", dee: "create" });
    const lost = "(loses read-only of application, audit, billing and 5 more)";
    expect(preview.warnings("ann")).toEqual([
      `user ${email("ann")} (Ms ann) loses access: role read-only → auditor ${lost}`,
    ]);
    expect(preview.warnings("bob")).toEqual([
      `user ${email("bob")} (Ms bob) gains an admin role: role read-only → full-access`,
    ]);
    expect(preview.warnings("cem")).toEqual([
      `user ${email("cem")} (Ms cem) is disabled and stays so: declare state: "enabled" to let them in.`,
    ]);
    expect(preview.warnings("dee")).toEqual([
      `user ${email("dee")} (Ms dee) loses access: role read-only → operator, state enabled → disabled`,
    ]);
    expect(cloud.emulator.writes()).toEqual([]);

    await stack.up({ skipPreview: true });
    expect(people.writes().sort()).toEqual(["POST /users/ann", "POST /users/bob", "POST /users/dee"]);
    expect(["ann", "bob", "cem", "dee"].map(people.binding)).toEqual([
      "auditor enabled",
      "full-access enabled",
      "read-only disabled",
      "operator disabled",
    ]);
    expect(await stack.resource("ann")).toMatchObject({
      id: "ann",
      outputs: { userId: "ann", email: email("ann"), displayName: "Ms ann", found: { roleId: "read-only" } },
    });
    const seen = cloud.emulator.store.users.get("ann")?.lastActivity;
    await stack.refresh({ previewOnly: true, expectNoChanges: true });
    expect(cloud.emulator.store.users.get("ann")?.lastActivity).not.toBe(seen);
    await stack.expectNoChanges();
  });

  test("is changed by one write of both fields; another case of the email or the user's id instead changes nothing", async () => {
    cloud.emulator.clearRequests();
    await stack.program([
      user("ann", "operator", { state: "disabled" }),
      user("bob", "full-access", { email: "BOB@EXAMPLE.COM", state: "enabled" }),
      user("cem", "auditor"),
      user("dee", "operator", { email: "dee@example.com", state: "disabled" }),
    ]);
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ ann: "update", bob: "same", cem: "update", dee: "same" });
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes().map(({ path, body }) => [path, body])).toEqual(
      expect.arrayContaining([
        ["/users/ann", { roleID: "operator", state: "disabled" }],
        ["/users/cem", { roleID: "auditor", state: "disabled" }],
      ]),
    );
    expect(cloud.emulator.writes()).toHaveLength(2);
    await stack.expectNoChanges({ refresh: true });
  });

  test("that was changed by hand shows at refresh and is set back; a user who was removed leaves the state", async () => {
    people.edit.modifyUser("ann", { roleID: "full-access", state: "enabled" });
    people.edit.modifyUser("bob", { state: "disabled" });
    people.edit.removeUser("dee");
    people.edit.addUser({ id: "gus", email: "gus@example.com", roleID: "full-access" });
    const drift = await stack.refresh({ previewOnly: true, expectNoChanges: true, fails: true });
    expect(drift.code).toBe(7);
    expect((await stack.refresh()).ops).toEqual({ ann: "update", bob: "update", cem: "same", dee: "delete" });
    const declarations = [
      user("ann", "operator", { state: "disabled" }),
      user("bob", "full-access", { state: "enabled" }),
      user("cem", "auditor"),
    ];
    const missing = user("dee", "operator", { state: "disabled" });
    await stack.program([...declarations, missing]);
    const preview = await stack.preview({ fails: true });
    expect(preview.errors("dee").join()).toContain("email: no user of this account has the email dee@example.com");
    await stack.program(declarations);
    expect((await stack.up({ skipPreview: true })).ops).toEqual({ ann: "update", bob: "update", cem: "same" });
    expect(["ann", "bob", "gus"].map(people.binding)).toEqual([
      "operator disabled",
      "full-access enabled",
      "full-access enabled",
    ]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("of another user replaces: they get the role, the former one falls back; a renamed one stays", async () => {
    cloud.emulator.clearRequests();
    await stack.program([
      user("ann", "operator", { email: "eve@example.com", state: "enabled" }),
      renamed(user("bob", "full-access", { state: "enabled" }), "robert"),
      user("cem", "auditor"),
    ]);
    const up = await stack.up({ skipPreview: true });
    expect(up.ops).toEqual({ ann: "replace", robert: "create", bob: "delete", cem: "same" });
    expect(people.writes().sort()).toEqual(["POST /users/ann", "POST /users/eve"]);
    expect(["ann", "bob", "eve"].map(people.binding)).toEqual([
      "read-only disabled",
      "full-access enabled",
      "operator enabled",
    ]);
    await stack.expectNoChanges({ refresh: true });
    people.edit.removeUser("eve");
    await stack.destroy();
    expect(["bob", "cem"].map(people.binding)).toEqual(["read-only disabled", "read-only disabled"]);
    expect(await stack.resourceNames()).toEqual([]);
  });
});

describeEngine("the deletion of an assignment", () => {
  test("follows its policy, whose change alone is an update without a request", async () => {
    const cloud = await startCrowd();
    const { binding, edit, writes } = crowd(cloud);
    const stack = await createStack({ cloud });
    edit.modifyUser("ann", { roleID: "operator" });
    edit.modifyUser("bob", { roleID: "operator", state: "disabled" });
    edit.modifyUser("cem", { roleID: "full-access" });
    const declarations = (roleId: string) => [
      user("ann", roleId),
      user("bob", roleId, { state: "enabled" }),
      user("cem", roleId, { deletionPolicy: "restore" }),
      user("dee", roleId, { deletionPolicy: "remove" }),
      user("eve", roleId, { deletionPolicy: "retain" }),
    ];
    await stack.program(declarations("auditor"));
    await stack.up({ skipPreview: true });
    cloud.emulator.clearRequests();
    const restoring = (roleId: string) =>
      declarations(roleId).map((one) =>
        one.name === "bob" ? { ...one, args: { ...one.args, deletionPolicy: "restore" } } : one,
      );
    await stack.program(restoring("auditor"));
    expect((await stack.preview()).ops).toMatchObject({ ann: "same", bob: "update" });
    expect((await stack.up({ skipPreview: true })).ops).toMatchObject({ ann: "same", bob: "update", cem: "same" });
    expect(cloud.emulator.requests).toEqual([]);

    // The baseline survives an update and a refresh.
    await stack.program(restoring("scanner"));
    await stack.up({ skipPreview: true });
    await stack.refresh();
    cloud.emulator.clearRequests();
    const destroy = await stack.destroy();
    expect(["ann", "bob", "cem", "dee", "eve"].map(binding)).toEqual([
      "operator disabled",
      "operator disabled",
      "scanner enabled",
      undefined,
      "scanner enabled",
    ]);
    expect(destroy.output).toContain("keeps the role scanner: the role found at create, full-access, is an admin role");
    expect(writes().sort()).toEqual(["DELETE /users/dee", "POST /users/ann", "POST /users/bob"]);
  });
});

describeEngine("a user who changed their email", () => {
  test("is followed only where the program says so; until then nothing is written", async () => {
    const cloud = await startCrowd();
    const { binding, edit } = crowd(cloud);
    const stack = await createStack({ cloud });
    await stack.program([user("ann", "auditor"), user("bob", "auditor")]);
    await stack.up({ skipPreview: true });
    edit.modifyUser("ann", { email: "ann.new@example.com" });
    cloud.emulator.clearRequests();

    const advice = 'Declare email: "ann.new@example.com" to follow the change, or userId: "ann"';
    expect((await stack.destroy({ fails: true, target: ["ann"] })).errors("ann").join()).toContain(advice);
    await stack.program([user("ann", "operator"), user("bob", "auditor")]);
    expect((await stack.up({ skipPreview: true, fails: true })).errors("ann").join()).toContain(advice);
    expect((await stack.refresh()).ops).toEqual({ ann: "update", bob: "same" });
    expect((await stack.preview({ fails: true })).errors("ann").join()).toContain(advice);
    expect(cloud.emulator.writes()).toEqual([]);
    expect(binding("ann")).toBe("auditor enabled");

    await stack.program([user("ann", "auditor", { email: "ann.new@example.com" }), user("bob", "auditor")]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.expectNoChanges({ refresh: true });
  });
});

const LOST = ["reset-after", "500-after", "truncated-json", "timeout-after"] as const;
const NOT_ARRIVED = ["reset-before", "503"] as const;

describeEngine("a fault", () => {
  test("during writes and reads of users loses nothing", async () => {
    const kinds = [...LOST, ...NOT_ARRIVED];
    const cloud = await startCrowd();
    const { binding } = crowd(cloud);
    const { faults } = cloud.emulator;
    const stack = await createStack({ cloud, config: { "cloudone:timeoutSeconds": "2" } });
    const meetAll = (method: "GET" | "POST" | "DELETE") => {
      faults.clear();
      cloud.emulator.clearRequests();
      kinds.forEach((kind, index) => {
        faults.add({ match: { method, path: `/users/${PEOPLE[index]}` }, kind });
      });
    };
    const declarations = (roleId: string) =>
      PEOPLE.map((name) => user(name, roleId, { state: "enabled", deletionPolicy: "remove" }));

    meetAll("POST");
    await stack.program(declarations("auditor"));
    await stack.up({ skipPreview: true });
    expect(PEOPLE.map(binding)).toEqual(PEOPLE.map(() => "auditor enabled"));
    expect(cloud.emulator.writes()).toHaveLength(PEOPLE.length);
    await stack.expectNoChanges({ refresh: true });

    meetAll("POST");
    await stack.program(declarations("operator"));
    await stack.up({ skipPreview: true });
    expect(PEOPLE.map(binding)).toEqual(PEOPLE.map(() => "operator enabled"));
    expect(cloud.emulator.writes()).toHaveLength(PEOPLE.length);

    const before = await stored(stack);
    faults.clear();
    const forEver = { times: Number.POSITIVE_INFINITY };
    // Without the list each user is read by itself.
    faults.add({ match: { path: "/users" }, kind: "404-html", ...forEver });
    faults.add({ match: { path: "/users/cem" }, kind: "502-html" });
    for (const [name, kind] of [
      ["ann", "403-empty"],
      ["bob", "404-html"],
      ["dee", "wrong-content-type"],
    ] as const) {
      faults.add({ match: { path: `/users/${name}` }, kind, ...forEver });
    }
    const refresh = await stack.refresh({ fails: true });
    for (const name of ["ann", "bob", "dee"]) {
      expect(refresh.errors(name).join()).toContain(`Cannot read assignment of user ${name}@`);
      expect(refresh.errors(name).join()).toContain(`GET /users/${name}: `);
    }
    expect(await stored(stack)).toEqual(before);

    meetAll("DELETE");
    await stack.destroy();
    expect(PEOPLE.map(binding)).toEqual(PEOPLE.map(() => undefined));
    expect(cloud.emulator.writes()).toHaveLength(PEOPLE.length);
  });
});

describeEngine("mistakes that only the account shows", () => {
  test("fail at preview where it can be known there: an unknown user, two declarations; an unknown role warns", async () => {
    const cloud = await startCrowd();
    const stack = await createStack({ cloud });
    await stack.program([user("zoe", "auditor")]);
    const unknownUser = await stack.preview({ fails: true });
    expect(unknownUser.errors("zoe").join()).toContain("email: no user of this account has the email zoe@example.com");
    await stack.program([
      user("ann", "auditor"),
      renamed(user("ann", "auditor", { email: "ANN@example.com" }), "again"),
    ]);
    const twice = await stack.preview({ fails: true });
    expect(twice.errors().join()).toMatch(/ann@example\.com is declared twice: by '(ann|again)' and by '(ann|again)'/i);

    await stack.program([user("ann", "nobody-made-it"), role("maker"), user("bob", ref("maker", "roleId"))]);
    const unknownRole = await stack.preview();
    expect(unknownRole.warnings("ann").join()).toContain("role nobody-made-it does not exist yet");
    expect(unknownRole.warnings("bob")).toEqual([
      expect.stringMatching(
        /^user bob@Example\.com \(Ms bob\) loses access: role read-only → maker \(loses read-only of /,
      ),
    ]);
    const up = await stack.up({ skipPreview: true, fails: true });
    expect(up.errors("ann").join()).toContain("there is no role nobody-made-it in the account. Nothing was written.");
    expect(cloud.emulator.store.users.get("ann")?.roleID).toBe("read-only");
  });
});
