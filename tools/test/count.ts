import { readFile } from "node:fs/promises";

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

export const none: Readonly<Count> = { passed: 0, failed: 0, skipped: 0 };

interface JestResult {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/** Counts what jest wrote with `--json --outputFile`; undefined if it wrote nothing. */
export async function countJestResult(file: string): Promise<Count | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const result: JestResult = JSON.parse(text);
  // A suite that could not run, or failed after its last test, has no failed test.
  const brokenSuites = result.testResults.filter(
    (suite) => suite.status === "failed" && !suite.assertionResults.some(({ status }) => status === "failed"),
  );
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + brokenSuites.length,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
