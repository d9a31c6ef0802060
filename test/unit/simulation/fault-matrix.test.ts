import { expect, jest, test } from "@jest/globals";
import { allCases, titleOf, tryCase } from "../../simulation/matrix/matrix.js";
import { OPERATIONS } from "../../simulation/matrix/operations.js";

jest.setTimeout(300_000);

/** Every so many cases; it has no factor in common with the number of faults, so that all of them come up. */
const STRIDE = 31;

test(`one fault of the matrix in ${STRIDE} loses nothing, doubles nothing and says what it was`, async () => {
  const cases = await allCases();
  expect(cases.length).toBeGreaterThan(10_000);
  const wrong: string[] = [];
  for (let n = 0; n < cases.length; n += STRIDE) {
    const one = cases[n];
    if (one !== undefined) wrong.push(...(await tryCase(one)).map((what) => `${titleOf(one)}: ${what}`));
  }
  expect(wrong).toEqual([]);
});

test("the matrix has every operation of every resource", () => {
  const operations = ["create", "update", "read", "delete"];
  const kinds = ["Role", "UserAssignment", "AccountSettings", "RoleSet", "UserAssignmentSet"];
  const names = OPERATIONS.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(kinds.flatMap((kind) => operations.map((one) => `${kind}: ${one}`))));
});
