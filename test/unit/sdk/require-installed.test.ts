import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@jest/globals";
import { execa } from "execa";

const REPOSITORY = resolve(import.meta.dirname, "../../..");
const MODULE = pathToFileURL(join(REPOSITORY, "dist", "sdk", "require-installed.js")).href;

/** In a separate process, since jest does not resolve packages as Node does. */
async function notInstalled(folder: string): Promise<string> {
  const script = `const { notInstalled } = await import("${MODULE}"); console.log(notInstalled(${JSON.stringify(folder)}));`;
  return (await execa(process.execPath, ["--input-type=module", "-e", script], { cwd: REPOSITORY })).stdout;
}

test("a program may run if the package is found from its folder; otherwise the error says where to install it", async () => {
  expect(await notInstalled(join(REPOSITORY, "examples", "role"))).toBe("undefined");
  const elsewhere = mkdtempSync(join(tmpdir(), "cloudone-elsewhere-"));
  try {
    const reason = await notInstalled(elsewhere);
    expect(reason).toContain(`looks for pulumi-cloudone/provider from ${elsewhere}`);
    expect(reason).toContain("npm install pulumi-cloudone");
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});
