import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run, whyFailed } from "../run.ts";
import { type Log, withProgress } from "./progress.ts";
import { CLI, LANGUAGE_HOST, onPath } from "./working.ts";

const SDK = "github.com/pulumi/pulumi/sdk/v3";

/** The version of the CLI that cli/go.mod pins. */
export function pinnedVersion(): string {
  const file = join(import.meta.dirname, "cli", "go.mod");
  const version = /^require github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)$/m.exec(readFileSync(file, "utf8"))?.[1];
  if (version === undefined) throw new Error(`${file} does not require github.com/pulumi/pulumi/pkg/v3`);
  return version;
}

/** Builds the engine from the pinned Go modules into `folder`. `cache` is used if there is no home directory. */
export async function buildFromGoModules(folder: string, cache: string, log: Log): Promise<void> {
  const go = onPath("go");
  if (go === undefined)
    throw new Error("no go on PATH (1.26.6 is needed, or 1.21 with leave to fetch its own newer one)");
  const env = goEnvironment(cache);
  const version = await run(go, ["env", "GOVERSION"], { cwd: cache, env, timeout: 60_000 });
  if (/^go1\.(1?\d|20)(\D|$)/.test(version.stdout)) {
    throw new Error(`${go} is ${version.stdout}: 1.26.6 is needed, or 1.21 with leave to fetch its own newer one`);
  }
  await mkdir(folder, { recursive: true });
  const build = async (what: string, expected: string, module: string, args: string[]) => {
    const child = run(go, ["build", "-o", folder, ...args], { cwd: join(import.meta.dirname, module), env });
    const result = await withProgress(log, `building ${what} from Go modules`, expected, child);
    if (result.exitCode !== 0) throw new Error(`building ${what}: ${whyFailed(result, 10)}`);
  };
  // A CLI knows its version only if it is built in.
  await build("the Pulumi CLI", "about 7 minutes on 2 cores the first time", "cli", [
    "-ldflags",
    `-s -w -X ${SDK}/go/common/version.Version=v${pinnedVersion()}`,
    `github.com/pulumi/pulumi/pkg/v3/cmd/${CLI}`,
  ]);
  await build("the Node.js language host", "about half a minute the first time", "language-host", [
    "-ldflags",
    "-s -w",
    `${SDK}/nodejs/cmd/${LANGUAGE_HOST}`,
  ]);
}

/** Go finds its folders through HOME and refuses to run without one. Existing variables are kept. */
export function goEnvironment(cache: string): NodeJS.ProcessEnv {
  if (process.env.HOME) return process.env;
  return {
    GOPATH: join(cache, "go"),
    GOMODCACHE: join(cache, "go", "pkg", "mod"),
    GOCACHE: join(cache, "go-build"),
    ...process.env,
  };
}
