// Only the real engine runs the demo.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { execa } from "execa";
import { describeEngine } from "./harness.js";

const DEMO = resolve(import.meta.dirname, "..", "..", "tools", "demo.ts");

describeEngine("the demo", () => {
  test("runs from its first chapter to its last, in plain text, and leaves nothing behind", async () => {
    const home = await mkdtemp(join(tmpdir(), "demo-home-"));
    const temporary = await mkdtemp(join(tmpdir(), "demo-tmp-"));
    try {
      const { exitCode, all: output } = await execa(process.execPath, [DEMO], {
        env: { HOME: home, TMPDIR: temporary },
        stdin: "ignore",
        all: true,
        reject: false,
        stripFinalNewline: false,
      });
      expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringMatching(/, all passed\.\n$/) });
      const titles = output.match(/^\d+\. .*$/gm) ?? [];
      expect(titles.map((title) => Number.parseInt(title, 10))).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
      ]);
      // Not on a terminal: no colours, no cursor movements.
      expect(output).not.toContain("\u001b");
      expect(output).not.toMatch(/emulator-demo-secret|branch-office-secret/);
      expect(output).toContain("warning: role compliance-auditor loses");
      expect(output).toContain(
        "error: Cannot delete role workload-operator: it is still held by user grace@example.com",
      );
      expect(output).toContain("$ pulumi-cloudone access --quiet --preview preview.json");
      expect(output).toMatch(/Overdue: .*\n.*grace@example\.com/);
      expect(await readdir(home)).not.toContain(".pulumi");
      expect(await readdir(temporary)).toEqual([]);
    } finally {
      await rm(home, { recursive: true });
      await rm(temporary, { recursive: true });
    }
  });
});
