import { expect, test } from "@jest/globals";
import { roleSet } from "../../../provider/resources/role-set.js";
import { propertiesShown } from "../../../provider/resources/shown.js";
import { userAssignmentSet } from "../../../provider/resources/user-assignment-set.js";
import { entry } from "../../doubles/declarations.js";
import { setUp } from "../../doubles/scene.js";
import { AUDIT, READ } from "../../doubles/urns.js";

const PEOPLE = Array.from({ length: 120 }, (_, n) => `p${String(n).padStart(3, "0")}@example.com`);

test("the properties that preview shows and update plans pin do not depend on the order of the server's lists", async () => {
  const { world, edit } = setUp({ listOrder: "shuffled" });
  for (const id of ["a", "b", "c", "d", "e", "f"]) edit.createRole({ id, ...entry(READ) });
  for (const email of PEOPLE.slice(0, 9)) edit.addUser({ email, roleID: "operator" });
  const shown = new Set<string>();
  for (let run = 0; run < 5; run++) {
    const session = world.session();
    const users = { "ann@example.com": "operator" };
    const team = await userAssignmentSet.plan(session, { users, unmanaged: "disable" }, {});
    const roles = await roleSet.plan(session, { roles: { auditor: entry(AUDIT) }, unmanaged: "delete" }, {});
    shown.add(JSON.stringify([propertiesShown(userAssignmentSet.shown, team), propertiesShown(roleSet.shown, roles)]));
  }
  expect(shown.size).toBe(1);
  expect([...shown].join()).toContain("p008@example.com: disable");
  expect([...shown].join()).toContain("role f: delete");
});

test("more than 100 users are shown together by their change, everyone by name", async () => {
  const { world, edit } = setUp();
  for (const email of PEOPLE) edit.addUser({ email, roleID: "auditor" });
  const users = Object.fromEntries(PEOPLE.map((email, n) => [email, n < 70 ? "operator" : "scanner"]));
  const plan = await userAssignmentSet.plan(world.session(), { users }, {});
  const removals = propertiesShown(userAssignmentSet.shown, plan).removals as string[];
  expect(removals.map((line) => line.slice(0, 45))).toEqual([
    "role auditor → operator: p000@example.com, p0",
    "role auditor → scanner: p070@example.com, p07",
  ]);
  for (const email of PEOPLE) expect(removals.join()).toContain(email);
});
