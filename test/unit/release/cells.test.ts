import { expect, test } from "@jest/globals";
import { CELLS, type Cell, MANAGERS, NODES, PROGRAMS, SDKS, TYPESCRIPTS } from "../../../tools/matrix/cells.ts";

const VALUES = { manager: MANAGERS, program: PROGRAMS, node: NODES, sdk: SDKS, typescript: TYPESCRIPTS } as const;

test.each([
  ["manager", "node"],
  ["manager", "sdk"],
  ["manager", "typescript"],
  ["program", "node"],
  ["program", "sdk"],
  ["node", "sdk"],
  ["node", "typescript"],
  ["sdk", "typescript"],
] as const)("some cell installs every pair of %s and %s", (one, other) => {
  const there = new Set(CELLS.map((cell: Cell) => `${cell[one]} with ${cell[other]}`));
  const wanted = VALUES[one].flatMap((a) => VALUES[other].map((b) => `${a} with ${b}`));
  expect(wanted.filter((pair) => !there.has(pair))).toEqual([]);
});

test.each(MANAGERS)(
  "%s installs today's `pulumi new typescript` project, and at least two other programs",
  (manager) => {
    const programs = new Set(CELLS.filter((cell) => cell.manager === manager).map(({ program }) => program));
    expect(programs).toContain("CommonJS, template");
    expect(programs.size).toBeGreaterThanOrEqual(3);
  },
);

test("only a program in JavaScript has no TypeScript", () => {
  for (const { program, typescript } of CELLS) expect(typescript === undefined).toBe(program === "JavaScript");
});
