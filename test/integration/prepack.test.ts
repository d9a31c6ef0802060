import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");

test("a clone that nobody built is built before it is packed, and the benchmarks' data stays at home", async () => {
  const clone = await mkdtemp(join(tmpdir(), "cloudone-prepack-"));
  try {
    const { stdout: tracked } = await promisify(execFile)(
      "git",
      ["ls-files", "--cached", "--others", "--exclude-standard"],
      { cwd: REPOSITORY },
    );
    for (const name of tracked
      .split("\n")
      .filter((file) => /^(cli|docs|emulator|provider|sdk)\/|^[^/]+$|^tools\/build\.ts$/.test(file))) {
      await cp(join(REPOSITORY, name), join(clone, name));
    }
    await symlink(join(REPOSITORY, "node_modules"), join(clone, "node_modules"));
    const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json"], { cwd: clone });
    const [{ files }] = JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    for (const part of ["sdk", "provider", "emulator"]) expect(paths).toContain(`dist/${part}/index.js`);
    expect(paths).toContain("docs/performance.md");
    expect(paths).not.toContain("docs/performance/results.json");
  } finally {
    await rm(clone, { recursive: true });
  }
}, 240_000);

test("between releases the placeholders are listed; a tag is refused because of them", async () => {
  const check = (env: NodeJS.ProcessEnv) =>
    promisify(execFile)(process.execPath, [join(REPOSITORY, "tools", "release.ts"), "manifest"], { env });
  const { RELEASE_TAG: _, ...env } = process.env;
  const { version, bugs } = JSON.parse(await readFile(join(REPOSITORY, "package.json"), "utf8"));
  const placeholder = `bugs of package.json is still a placeholder: ${bugs}`;
  expect((await check(env)).stderr).toContain(placeholder);
  await expect(check({ ...env, RELEASE_TAG: `v${version}` })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(placeholder),
  });
});
