import { expect, test } from "@jest/globals";
import { FULL, startAccount } from "../unit/cli/account.js";
import { exported } from "../unit/cli/exported.js";
import { typeErrors } from "./type-errors.js";

const ELSEWHERE = "urn:cloudone:workload:gb-1:999999999999:role/read-only";
/** Role ids that are reserved words, or names in the program, in JavaScript's objects or in Pulumi's outputs. */
const TRICKY_IDS = [
  ..."a-b ab a--b class 3d 3 - -- urn users roles role cloudone apply get promise resources then constructor".split(
    " ",
  ),
  ..."deletion-policy undefined nan object length name prototype catch await".split(" "),
];

test.each([
  ["resources", 0],
  ["sets", 0],
  ["resources", 40],
  ["sets", 40],
])(
  "the program of style %s with %i more users has no type error, whatever the role ids",
  async (style, more) => {
    const account = await startAccount({
      roles: TRICKY_IDS.map((id) => ({ id, name: id, serviceRoleURNs: [FULL, ELSEWHERE] })),
      users: [
        ...TRICKY_IDS.map((id, n) => ({
          email: `u${n}@example.com`,
          roleID: id,
          state: n % 2 ? ("enabled" as const) : ("disabled" as const),
        })),
        ...Array.from({ length: more }, (_, n) => ({ email: `more${n}@example.com`, roleID: "read-only" })),
      ],
    });
    const { folder, files } = await exported(account, "--style", style);
    expect(typeErrors(folder)).toEqual([]);
    // Every user's role is a reference, so that Pulumi knows the order.
    expect(files["index.ts"]).not.toMatch(/roleId: "(?!.*",$)|@example\.com": "/m);
  },
  60_000,
);
