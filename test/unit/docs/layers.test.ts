import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { execa } from "execa";

const REPOSITORY = resolve(import.meta.dirname, "../../..");
const ROOMS = ["apply", "client", "config", "engine", "functions", "inventory", "plan", "resources", "session"];
const PACKAGES = ["@hono/node-server", "@pulumi/pulumi", "commander", "got", "hono", "zod"];

interface Override {
  includes: string[];
  linter: {
    rules: { style: { noRestrictedImports: { options: { patterns: { group: string[]; message: string }[] } } } };
  };
}

const { overrides } = JSON.parse(readFileSync(join(REPOSITORY, "biome.json"), "utf8")) as { overrides: Override[] };

/** What biome.json allows each folder to import. */
const layers = overrides.map(({ includes, linter }) => {
  const folder = includes.join().replace("**", "");
  const [rule] = linter.rules.style.noRestrictedImports.options.patterns;
  const refused = new Set((rule?.group ?? []).map((pattern) => pattern.replace(/^\*\*\/|\/\*\*$/g, "")));
  const own = folder.split("/").at(-2);
  const allowed = [...PACKAGES, "cli", "emulator", "sdk", ...ROOMS].filter((one) => !refused.has(one) && one !== own);
  return { folder, allowed, message: rule?.message ?? "" };
});

test("the architecture page and each lint message name what a folder may import", () => {
  const page = readFileSync(join(REPOSITORY, "docs", "architecture.md"), "utf8");
  const documented = [...page.matchAll(/^\| `([\w/]+\/)` +\| ([^|]+?) +\|$/gm)].map(([, folder, list = ""]) => [
    folder,
    [...list.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "").sort(),
  ]);
  expect(Object.fromEntries(documented)).toEqual(
    Object.fromEntries(layers.map(({ folder, allowed }) => [folder, [...allowed].sort()])),
  );
  for (const { allowed, message } of layers) {
    expect(
      message
        .match(/only (.*): see/)?.[1]
        ?.split(", ")
        .sort(),
    ).toEqual([...allowed].sort());
  }
});

test("every folder of the package has its rule, except the command, which may import everything", () => {
  expect(layers.map(({ folder }) => folder).sort()).toEqual(
    ["emulator/", "sdk/", ...ROOMS.map((room) => `provider/${room}/`)].sort(),
  );
});

test("an import that crosses the layers fails the lint", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cloudone-layers-"));
  try {
    await writeFile(join(folder, "biome.json"), JSON.stringify({ linter: { rules: { preset: "none" } }, overrides }));
    const files = {
      "provider/plan/wrong.ts": "../session/session.js",
      "emulator/wrong.ts": "../provider/plan/args/fields.js",
      "sdk/wrong.ts": "got",
      "provider/plan/right.ts": "./fields.js",
      "provider/engine/right.ts": "../session/session.js",
    };
    for (const [file, from] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), `import { a } from "${from}";\nexport const b = a;\n`);
    }
    const biome = join(REPOSITORY, "node_modules", "@biomejs", "biome", "bin", "biome");
    const args = [biome, "lint", "--colors=off", "."];
    const { all } = await execa(process.execPath, args, { cwd: folder, all: true, reject: false });
    const found = [...all.matchAll(/^(\S+):\d+:\d+ lint\/style\/noRestrictedImports/gm)].map(([, file]) => file);
    expect(found.sort()).toEqual(["emulator/wrong.ts", "provider/plan/wrong.ts", "sdk/wrong.ts"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
