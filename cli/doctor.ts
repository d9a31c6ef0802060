import { createRequire } from "node:module";
import { Command } from "commander";
import { ConfigError } from "../provider/client/index.js";
import { type Config, readConfig } from "../provider/config/config.js";
import { CommandFailure, reportFailure } from "./command-failure.js";
import { type Check, fail, ok, skip } from "./doctor/check.js";
import { doctorText } from "./doctor/doctor-text.js";
import { judgeProxy } from "./doctor/judge-proxy.js";
import { judgeVersion } from "./doctor/judge-version.js";
import { probeAccount } from "./doctor/probe-account.js";
import { probeEngine } from "./doctor/probe-engine.js";
import { packageVersion } from "./package-version.js";
import { createProgress } from "./progress.js";
import { formatOption, quietOption, stackOptions } from "./shared-options.js";
import { mergeConfig, noStack, readStack, type Settings } from "./stack-state.js";
import { stdoutStyle } from "./terminal.js";
import { wrapHelp } from "./wrap-help.js";

const FORMATS = ["text", "json"] as const;

interface DoctorFlags {
  stack?: string;
  cwd: string;
  format: (typeof FORMATS)[number];
  quiet?: boolean;
}

const HELP = `
Looks at the configuration, the server, the account and the key's role, the clock, node, the packages, the Pulumi CLI
and the state backend, and says what to do where something is to be done. Only reading requests are sent, and no secret is printed.

Exit codes: 0 nothing failed (there may be warnings), 1 something failed.

Examples:
  pulumi-cloudone doctor
  pulumi-cloudone doctor --stack prod --format json`;

/** `pulumi-cloudone doctor`: whether this machine, key and account are ready for the package. */
export function doctorCommand(): Command {
  const [stackOption, cwdOption] = stackOptions();
  const command = new Command("doctor")
    .description("Check key, account, rights, clock, versions and state backend; say what to do.")
    .addOption(stackOption)
    .addOption(cwdOption)
    .addOption(formatOption(FORMATS))
    .addOption(quietOption())
    .action((flags: DoctorFlags, command: Command) => reportFailure(command, () => doctor(flags)));
  return wrapHelp(command, HELP);
}

async function doctor({ stack, cwd, format, quiet = false }: DoctorFlags): Promise<void> {
  const progress = createProgress(quiet);
  progress.say("Checking key, account and engine");
  const checks = await examine(stack, cwd).finally(() => progress.end());
  const failed = checks.some(({ status }) => status === "fail");
  if (format === "json")
    process.stdout.write(`${JSON.stringify({ schemaVersion: 1, ok: !failed, checks }, null, 2)}\n`);
  else process.stdout.write(doctorText(checks, stdoutStyle()));
  process.exitCode = failed ? 1 : 0;
}

async function examine(stack: string | undefined, cwd: string): Promise<Check[]> {
  const [stored, ...about] = stack === undefined ? [noStack] : await lookAtStack(stack, cwd);
  const config = configuration(stored);
  const account =
    "apiKey" in config ? await probeAccount(config) : [config, skip("account", "the configuration is wrong")];
  const known = "apiKey" in config ? [ok("configuration", described(config))] : [];
  return [
    ...about,
    ...known,
    ...judgeProxy(process.env, process.execArgv),
    ...account,
    ...versions(),
    ...(await probeEngine(cwd)),
  ];
}

async function lookAtStack(stack: string, cwd: string): Promise<[Settings, Check]> {
  try {
    return [
      mergeConfig([await readStack(stack, cwd)]),
      ok(
        "stack",
        `Stack ${stack} can be read; its cloudone:* settings take precedence over the environment, except for the key.`,
      ),
    ];
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    return [noStack, fail("stack", error.message, "Until then, the checks below use only the environment.")];
  }
}

function configuration(settings: Settings): Config | Check {
  try {
    return readConfig({ ...settings, env: process.env });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return fail("configuration", error.message, "Correct these settings, then run doctor again.");
  }
}

function described({ accountId, readOnly }: Config): string {
  const pinned = accountId === undefined ? "no cloudone:accountId" : `cloudone:accountId ${accountId}`;
  return `The key is well-formed; ${pinned}; ${readOnly ? "read only" : "writes are allowed"}.`;
}

function versions(): Check[] {
  const { engines } = createRequire(import.meta.url)("pulumi-cloudone/package.json") as { engines: { node: string } };
  return [
    judgeVersion("node", process.versions.node, engines.node.replace(/^\D+/, ""), "Install a current Node.js LTS."),
    ok("pulumi-cloudone", `Version ${packageVersion()}.`),
  ];
}
