import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { createStack, startCloud } from "../../doubles/played.js";
import { ref } from "../../engine/harness/program.js";
import { CROWD, crowd, PEOPLE, userAssignmentLife } from "../../engine/lives/user-assignment.js";
import { renamed, role, stored, user } from "../../engine/scene.js";

const startCrowd = () => startCloud({ seed: CROWD });

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

describe("an assignment, with many switches turned", () => {
  userAssignmentLife({ startCloud, createStack, switches: MIXED, showsProperties: false });
});

describe("the deletion of an assignment", () => {
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

describe("a user who changed their email", () => {
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

describe("a fault", () => {
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

describe("mistakes that only the account shows", () => {
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
