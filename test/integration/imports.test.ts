import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@jest/globals";
import { execa } from "execa";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
/** A process that loads the SDK takes seconds on a busy machine. */
const PATIENCE_MS = 60_000;
const SOURCES = pathToFileURL(join(REPOSITORY, "tools", "simulate", "sources.ts")).href;

/** Prints what is loaded beyond @pulumi/pulumi, even after the import. */
const script = (module: string) => `
import { registerHooks } from "node:module";
await import("@pulumi/pulumi");
const loaded = [];
registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
await import(${JSON.stringify(pathToFileURL(join(REPOSITORY, module)).href)});
await new Promise((resolve) => setTimeout(resolve, 300));
// Node's own modules that are loaded at the first use of one of their exports count as well.
console.log(JSON.stringify([...loaded, ...process.moduleLoadList.filter((name) => name.includes("undici"))]));
`;

/** The files that a fresh process loads, except Node's own modules. */
async function filesLoadedBy(module: string): Promise<string[]> {
  const args = [
    "--import",
    SOURCES,
    "--input-type=module",
    "--disable-warning=ExperimentalWarning",
    "-e",
    script(module),
  ];
  const { stdout } = await execa(process.execPath, args, { cwd: REPOSITORY });
  const urls = (JSON.parse(stdout) as string[]).filter((url) => !url.startsWith("node:"));
  return urls.map((url) => url.replace(pathToFileURL(REPOSITORY).href, ""));
}

/** The same, as folders of this package and names of others. */
async function loadedBy(module: string): Promise<string[]> {
  const names = (await filesLoadedBy(module)).map(
    (path) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? /^\/\w+/.exec(path)?.[0] ?? path,
  );
  return [...new Set(names)].sort();
}

test(
  "importing the package loads its own classes, their table, and the names and keys that it sends: no HTTP client, no schemas, nothing else of the provider",
  async () => {
    const foreign = (await filesLoadedBy("sdk/index.ts")).filter((path) => !path.startsWith("/sdk/"));
    const plan = ["objects", "plain-keys", "property-names", "text/fold-email"].map(
      (name) => `/provider/plan/${name}.ts`,
    );
    expect(foreign.sort()).toEqual(plan);
  },
  PATIENCE_MS,
);

test(
  "the provider loads itself and the schemas: no HTTP client, not even Node's own, before its first request",
  async () => {
    expect(await loadedBy("provider/index.ts")).toEqual(["/provider", "zod"]);
  },
  PATIENCE_MS,
);
