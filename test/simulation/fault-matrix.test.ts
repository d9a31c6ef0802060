import { expect, jest, test } from "@jest/globals";
import type { FaultKind } from "../../emulator/index.js";
import type { Session } from "../../provider/session/session.js";
import { allCases, titleOf, tryCase } from "./matrix/matrix.js";
import { OPERATIONS } from "./matrix/operations.js";

jest.setTimeout(300_000);

/** Every n-th case; n has no common factor with the number of faults, so that all of them occur. */
const STRIDE = 31;

test(`one in ${STRIDE} faults of the matrix loses nothing, duplicates nothing and says what happened`, async () => {
  const cases = await allCases();
  expect(cases.length).toBeGreaterThan(10_000);
  const wrong: string[] = [];
  for (let n = 0; n < cases.length; n += STRIDE) {
    const one = cases[n];
    if (one !== undefined) wrong.push(...(await tryCase(one)).map((what) => `${titleOf(one)}: ${what}`));
  }
  expect(wrong).toEqual([]);
});

/** Whether the matrix detects a defect when the operation hits the fault. */
async function finds(operation: string, kind: FaultKind, plant: (session: Session) => void): Promise<boolean> {
  const cases = (await allCases()).filter((one) => one.operation.name === operation && one.kind === kind);
  for (const one of cases) if ((await tryCase(one, plant)).length > 0) return true;
  return false;
}

test("the matrix detects a provider that takes any refusal for proof", async () => {
  const plant = ({ inventory: { roles } }: Session) => {
    const prove = roles.get.bind(roles);
    roles.get = (id) => prove(id).catch(() => undefined);
  };
  expect(await finds("Role: read", "403-empty", plant)).toBe(true);
});

test.each([
  "Role: create",
  "Role: update",
  "Role: delete",
  "UserAssignment: create",
  "UserAssignment: invite",
  "UserAssignmentSet: invite",
  "AccountSettings: update",
])("the matrix detects a provider that repeats a write without a read (%s)", async (operation) => {
  const plant = (session: Session) => {
    session.writeOnce = ({ send }) => send().catch(() => send());
  };
  expect(await finds(operation, "reset-after", plant)).toBe(true);
});

test("the matrix detects a provider that creates a role twice", async () => {
  const plant = ({ client: { roles } }: Session) => {
    const { create, delete: remove } = roles;
    roles.create = async (body) => {
      await create(body);
      await remove(body.id);
      return create(body);
    };
  };
  expect(await finds("Role: create", "429-bare", plant)).toBe(true);
});

test("the matrix detects a provider that ignores people who sign in by SSO", async () => {
  const plant = ({ inventory: { samlUsers } }: Session) => {
    samlUsers.read = async () => ({ users: [] });
  };
  expect(await finds("RoleSet: drop of a role that a SAML user holds", "500", plant)).toBe(true);
});

test("the matrix has every operation of every resource", () => {
  const operations = ["create", "update", "read", "delete"];
  const kinds = ["Role", "UserAssignment", "AccountSettings", "RoleSet", "UserAssignmentSet"];
  const names = OPERATIONS.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(kinds.flatMap((kind) => operations.map((one) => `${kind}: ${one}`))));
});
