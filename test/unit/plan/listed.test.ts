import { expect, test } from "@jest/globals";
import type { Removal } from "../../../provider/plan/guard/guard.js";
import { judge } from "../../../provider/plan/guard/judge.js";
import { listed } from "../../../provider/plan/text/listed.js";

const people = (n: number) => Array.from({ length: n }, (_, at) => `user${at}@example.com`);

test("a few names stay on one line, followed by what to do", () => {
  expect(listed("2 users stay disabled", people(2), { advice: "Declare them", rest: "elsewhere" })).toBe(
    "2 users stay disabled: user0@example.com, user1@example.com. Declare them",
  );
});

test("the first ten of many names are one per line, and the rest are counted, with where to find them", () => {
  const text = listed("134 users lose access", people(134), { advice: "Look twice", rest: "pulumi preview --diff" });
  expect(text.split("\n")).toEqual([
    "134 users lose access:",
    ...people(10).map((name) => `  ${name}`),
    "  and 124 more (pulumi preview --diff)",
    "Look twice",
  ]);
  expect(listed("11 users", people(11)).split("\n")).toHaveLength(12);
});

test("each line of a refusal has at most one removal, and all are named", () => {
  const removals = people(120).map((name): Removal => ({ kind: "user", id: name, name, action: "role a → b" }));
  const text = judge({ protectedUsers: ["user1*"] }, { removals, scope: 120 }) ?? "";
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(120);
  for (const name of people(120)) expect(text).toContain(`\n  ${name} (role a → b)`);
  expect(text).toContain("guard.protectedUsers:\n  user1@example.com (role a → b)\n");
  expect(text).toMatch(/and 21 more \(all of them: below\)\nRefused, before anything was written:\n {2}user0@/);
});

test.each([
  [{ done: 0, begun: 0 }, "Refused, before anything was written: ann"],
  [{ done: 1, begun: 0 }, "Refused. 1 other object was written before. Not written: ann"],
  [{ done: 7, begun: 2 }, "Refused. 7 other objects were written before. Not written: ann"],
  [{ done: 0, begun: 1 }, "Refused. Not written: ann"],
])("a refusal says what was written before: %j", (writes, said) => {
  const removals: Removal[] = [{ kind: "user", id: "a", name: "ann", action: "disable" }];
  expect(judge({ maxRemovals: 0 }, { removals, writes })).toContain(said);
});
