import { cp, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { execa } from "execa";
import { EDITS, FILES, NAME } from "./sixth-resource.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");

/** What the type check and the unit tests read. */
const COPIED = [
  "cli",
  "docs",
  "emulator",
  "examples",
  "provider",
  "sdk",
  "test",
  "tools",
  "README.md",
  "package.json",
  "tsconfig.json",
];
/** The tests that cover every class of the package. */
const UNIT_TESTS = [`provider/${NAME}`, "docs/reference", "public/entry-points", "sdk/provider-text", "plan/unseen"];

/** The list in docs/architecture.md, with the name of the resource. */
async function documented(): Promise<string[]> {
  const text = await readFile(join(REPOSITORY, "docs/architecture.md"), "utf8");
  const section = /^## Adding a resource$([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(text)?.[1] ?? "";
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, path = ""]) => path.replace("<name>", NAME));
}

/** The source with lines added after the statement or line that begins with `after`. */
function withLines(text: string, { after, add }: { after: string; add: string }): string {
  const at = text.indexOf(after);
  if (at < 0) throw new Error(`Nothing begins with ${after}.`);
  const end = text.indexOf("\n", at) + 1;
  return text.slice(0, end) + add + text.slice(end);
}

test("a sixth resource for an existing object takes the ten files that docs/architecture.md lists", async () => {
  const touched = [...Object.keys(EDITS), ...Object.keys(FILES)].sort();
  expect((await documented()).sort()).toEqual(touched);
  expect(touched.length).toBeLessThanOrEqual(10);

  const scratch = await realpath(await mkdtemp(join(tmpdir(), "cloudone-sixth-")));
  try {
    for (const name of COPIED) await cp(join(REPOSITORY, name), join(scratch, name), { recursive: true });
    await symlink(await realpath(join(REPOSITORY, "node_modules")), join(scratch, "node_modules"));
    for (const [path, edits] of Object.entries(EDITS)) {
      const text = await readFile(join(scratch, path), "utf8");
      await writeFile(join(scratch, path), edits.reduce(withLines, text));
    }
    // A new file must not exist yet.
    for (const [path, text] of Object.entries(FILES)) await writeFile(join(scratch, path), text, { flag: "wx" });

    const config = {
      extends: "./tsconfig.json",
      include: ["sdk", "provider", "cli", "test/doubles", "test/simulation", "test/unit/provider"],
    };
    await writeFile(join(scratch, "tsconfig.scratch.json"), JSON.stringify(config));
    await judged(scratch, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.scratch.json"]);
    await judged(scratch, [
      "--experimental-vm-modules",
      "node_modules/jest/bin/jest.js",
      "--config=test/jest.config.mjs",
      "--selectProjects=unit",
      "--testPathPatterns",
      ...UNIT_TESTS.map((name) => `test/unit/${name}`),
    ]);
  } finally {
    await rm(scratch, { recursive: true });
  }
}, 600_000);

/** Runs a tool in the scratch copy; a failure has its output. */
async function judged(cwd: string, args: string[]): Promise<void> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const options = { cwd, env, extendEnv: false, stdin: "ignore", all: true, reject: false } as const;
  const { failed, shortMessage, all } = await execa(process.execPath, args, options);
  expect(failed ? `${shortMessage}\n${all}` : "").toBe("");
}
