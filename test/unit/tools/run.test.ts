import { expect, test } from "@jest/globals";
import { run, whyFailed } from "../../../tools/run.ts";

test("a command that takes too long ends with everything it started, and the error says so", async () => {
  // The output would stay open while the second sleep runs.
  const ended = await run("bash", ["-c", "sleep 50 & echo begun; sleep 50"], { timeout: 500 });
  expect(ended).toMatchObject({ timedOut: true, stdout: "begun" });
  expect(whyFailed(ended)).toMatch(/^Command timed out after 500 milliseconds: bash/);
  expect(ended.durationMs).toBeLessThan(20_000);
});

test("a failure shows the last lines of the error output, or why there is none", async () => {
  expect(whyFailed(await run("bash", ["-c", "echo a; echo b >&2; echo c >&2; exit 3"]), 1)).toBe("c");
  expect(whyFailed(await run("bash", ["-c", "echo a; exit 3"]))).toBe("a");
  expect(whyFailed(await run("no-such-command", []))).toContain("ENOENT");
  const stopped = run("sleep", ["50"]);
  stopped.kill(new Error("nothing arrived for 30 s"));
  expect(whyFailed(await stopped)).toContain("nothing arrived for 30 s");
});
