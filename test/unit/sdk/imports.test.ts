import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "@jest/globals";

const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..");

/** What a file loads as soon as it is loaded: imports and re-exports of values, not of types, and no `import(…)`. */
function loaded(file: string): string[] {
  const text = readFileSync(file, "utf8").replace(/^(import|export) type [\s\S]*?;$/gm, "");
  return [...text.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)";$|^import "([^"]+)";$/gm)].map(
    ([, from, bare]) => from ?? bare ?? "",
  );
}

test("importing the package loads no HTTP client, nor anything else than Pulumi", () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const queue = [join(REPOSITORY, "sdk", "index.ts")];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const name of loaded(file)) {
      if (name.startsWith(".")) queue.push(join(dirname(file), name.replace(/\.js$/, ".ts")));
      else packages.add(name);
    }
  }
  expect(seen.size).toBeGreaterThan(15);
  expect([...packages]).toEqual(["@pulumi/pulumi"]);
  expect([...seen].filter((file) => !file.startsWith(join(REPOSITORY, "sdk")))).toEqual([]);
});
