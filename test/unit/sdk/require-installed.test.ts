import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@jest/globals";

const REPOSITORY = resolve(import.meta.dirname, "../../..");
const MODULE = pathToFileURL(join(REPOSITORY, "dist", "sdk", "require-installed.js")).href;

/** In a process of its own: jest resolves packages in a way that is not Node's. */
function notInstalled(folder: string): string {
  const script = `const { notInstalled } = await import("${MODULE}"); console.log(notInstalled(${JSON.stringify(folder)}));`;
  return execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    cwd: REPOSITORY,
  }).trim();
}

test("a program from whose folder the package is found may run, any other is told where to install it", () => {
  expect(notInstalled(join(REPOSITORY, "examples", "role"))).toBe("undefined");
  const elsewhere = mkdtempSync(join(tmpdir(), "cloudone-elsewhere-"));
  try {
    const reason = notInstalled(elsewhere);
    expect(reason).toContain(`looks for pulumi-cloudone/provider from ${elsewhere}`);
    expect(reason).toContain("npm install pulumi-cloudone");
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});
