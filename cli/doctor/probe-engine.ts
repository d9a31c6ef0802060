import { resolve } from "node:path";
import { type Check, fail, ok, skip, warn } from "./check.js";
import { judgeVersion } from "./judge-version.js";
import { TESTED } from "./tested-versions.js";

const NAMES = { sdk: "@pulumi/pulumi", cli: "Pulumi CLI", backend: "state backend" } as const;
const LEAST = "3.216.0";

/** Checks what Pulumi needs on this machine. */
export async function probeEngine(workDir: string): Promise<Check[]> {
  const sdk = await loadSdk();
  if (sdk === undefined) {
    const missing = fail(
      NAMES.sdk,
      "It is not installed next to this package.",
      "Run `npm install @pulumi/pulumi` in the project.",
    );
    return [missing, skip(NAMES.cli, "the SDK is missing"), skip(NAMES.backend, "the SDK is missing")];
  }
  const { automation, version } = sdk;
  const sdkCheck = judgeVersion(
    NAMES.sdk,
    version,
    LEAST,
    "Run `npm install @pulumi/pulumi@latest` in the project.",
    TESTED.sdk,
  );
  try {
    const command = await automation.PulumiCommand.get({ skipVersionCheck: true });
    const cli = judgeVersion(
      NAMES.cli,
      String(command.version),
      LEAST,
      "Install a current Pulumi CLI: https://www.pulumi.com/docs/install/",
      TESTED.cli,
    );
    return [sdkCheck, cli, await probeBackend(automation, workDir)];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const advice = "Install it and put it on PATH: https://www.pulumi.com/docs/install/";
    return [
      sdkCheck,
      fail(NAMES.cli, "`pulumi version` did not run.", advice),
      skip(NAMES.backend, "the CLI is missing"),
    ];
  }
}

type Automation = typeof import("@pulumi/pulumi/automation/index.js");

async function loadSdk(): Promise<{ automation: Automation; version: string } | undefined> {
  try {
    const automation = await import("@pulumi/pulumi/automation/index.js");
    const { version } = await import("@pulumi/pulumi/version.js");
    return { automation, version };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

async function probeBackend({ LocalWorkspace }: Automation, workDir: string): Promise<Check> {
  try {
    const workspace = await LocalWorkspace.create({ workDir: resolve(workDir) });
    const { url, user } = await workspace.whoAmI();
    const place = shownUrl(url ?? "the default backend");
    if (place.startsWith("file:")) {
      return ok(
        NAMES.backend,
        `${place}, as ${user}: fine for one person; a team shares an object store, PostgreSQL or Pulumi Cloud.`,
      );
    }
    return ok(NAMES.backend, `${place}, as ${user}.`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return warn(
      NAMES.backend,
      "The CLI cannot reach a backend, or is not logged in.",
      "Run `pulumi login`, or set PULUMI_BACKEND_URL.",
    );
  }
}

/** Without credentials, which a backend's URL may contain. */
function shownUrl(text: string): string {
  const url = URL.parse(text);
  return url === null ? text : `${url.protocol}//${url.host}${url.pathname}`;
}
