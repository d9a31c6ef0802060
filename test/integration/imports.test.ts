import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
/** A process that loads the SDK takes seconds on a busy machine. */
const PATIENCE_MS = 60_000;
const SOURCES = pathToFileURL(join(REPOSITORY, "tools", "simulate", "sources.ts")).href;

/** Prints what is loaded beyond @pulumi/pulumi, also by what goes on after the import. */
const script = (module: string) => `
import { registerHooks } from "node:module";
await import("@pulumi/pulumi");
const loaded = [];
registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
await import(${JSON.stringify(pathToFileURL(join(REPOSITORY, module)).href)});
await new Promise((resolve) => setTimeout(resolve, 300));
console.log(JSON.stringify(loaded));
`;

/** Of what a fresh process loads: the package's own folders, other packages, Node's own modules. */
async function loadedBy(module: string): Promise<string[]> {
  const args = [
    "--import",
    SOURCES,
    "--input-type=module",
    "--disable-warning=ExperimentalWarning",
    "-e",
    script(module),
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: REPOSITORY });
  const names = (JSON.parse(stdout) as string[]).map((url) => {
    const path = url.replace(pathToFileURL(REPOSITORY).href, "");
    return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? /^\/\w+|^node:/.exec(path)?.[0] ?? path;
  });
  return [...new Set(names)].sort();
}

test(
  "importing the package loads its own classes alone: no HTTP client, no schemas, nothing of the provider",
  async () => {
    expect(await loadedBy("sdk/index.ts")).toEqual(["/sdk"]);
  },
  PATIENCE_MS,
);

test(
  "the provider loads the client and the schemas, and nothing that serves the command or the emulator",
  async () => {
    const loaded = await loadedBy("provider/index.ts");
    expect(loaded).toEqual(expect.arrayContaining(["/provider", "got", "zod"]));
    for (const name of ["/sdk", "/emulator", "/cli", "hono", "@hono/node-server", "commander", "@pulumi/pulumi"]) {
      expect(loaded).not.toContain(name);
    }
  },
  PATIENCE_MS,
);
