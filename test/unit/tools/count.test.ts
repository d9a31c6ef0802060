import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { countJestResult } from "../../../tools/test/count.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pulumi-cloudone-count-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function count(testResults: { status: string; assertionResults: { status: string }[] }[]) {
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const number = (wanted: string) => all.filter(({ status }) => status === wanted).length;
  const file = join(folder, "result.json");
  const totals = {
    numPassedTests: number("passed"),
    numFailedTests: number("failed"),
    numPendingTests: number("pending"),
    numTodoTests: number("todo"),
  };
  await writeFile(file, JSON.stringify({ ...totals, testResults }));
  return countJestResult(file);
}

const passed = { status: "passed" };
const failed = { status: "failed" };

describe("the count of a jest result", () => {
  test("counts skipped and to-do tests together", async () => {
    const assertionResults = [passed, { status: "pending" }, { status: "todo" }];
    expect(await count([{ status: "passed", assertionResults }])).toEqual({ passed: 1, failed: 0, skipped: 2 });
  });

  test("counts a failed test once", async () => {
    expect(await count([{ status: "failed", assertionResults: [passed, failed] }])).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
  });

  test("counts a suite that could not run as a failure", async () => {
    expect(await count([{ status: "failed", assertionResults: [] }])).toMatchObject({ failed: 1 });
  });

  test("counts a suite that failed after its last test as a failure", async () => {
    expect(await count([{ status: "failed", assertionResults: [passed] }])).toMatchObject({ passed: 1, failed: 1 });
  });

  test("is undefined if jest wrote nothing", async () => {
    expect(await countJestResult(join(folder, "missing.json"))).toBeUndefined();
  });
});
