import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { execa } from "execa";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");

test("npm pack builds an unbuilt clone first, and does not include the benchmarks' data", async () => {
  const clone = await mkdtemp(join(tmpdir(), "cloudone-prepack-"));
  try {
    const { stdout: tracked } = await execa("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      cwd: REPOSITORY,
    });
    for (const name of tracked
      .split("\n")
      .filter((file) =>
        /^(cli|docs|emulator|provider|sdk)\/|^[^/]+$|^tools\/(build\.ts|tsconfig\.build\.json)$/.test(file),
      )) {
      await cp(join(REPOSITORY, name), join(clone, name));
    }
    await symlink(join(REPOSITORY, "node_modules"), join(clone, "node_modules"));
    const { stdout } = await execa("npm", ["pack", "--dry-run", "--json"], { cwd: clone });
    const [{ files }] = JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    for (const part of ["sdk", "provider", "emulator"]) expect(paths).toContain(`dist/${part}/index.js`);
    expect(paths).toContain("docs/performance.md");
    expect(paths).not.toContain("docs/performance/results.json");
    expect(paths).not.toContain("docs/performance/growth.json");
  } finally {
    await rm(clone, { recursive: true });
  }
}, 240_000);

test("between releases the placeholders are listed; with a tag they fail the check", async () => {
  const check = (RELEASE_TAG?: string) =>
    execa(process.execPath, [join(REPOSITORY, "tools", "release.ts"), "manifest"], { env: { RELEASE_TAG } });
  const { version, bugs } = JSON.parse(await readFile(join(REPOSITORY, "package.json"), "utf8"));
  const placeholder = `bugs of package.json is still a placeholder: ${bugs}`;
  expect((await check()).stderr).toContain(placeholder);
  await expect(check(`v${version}`)).rejects.toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(placeholder),
  });
});
