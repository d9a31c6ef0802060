import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "@jest/globals";
import {
  defaultAccountId,
  demoApiKeyId,
  demoApiKeySecret,
  type RunningEmulator,
  type Seed,
  startEmulator,
} from "../../../emulator/index.js";
import { type Run, runCommand } from "./run-command.js";

export const ACCOUNT = defaultAccountId;
export const READ = urn("workload", "read-only");
export const FULL = urn("workload", "full-access");
export const AUDIT = urn("audit", "read-only");

export function urn(service: string, role: string): string {
  return `urn:cloudone:${service}:us-1:${ACCOUNT}:role/${role}`;
}

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** An emulated account that commands reach over a socket, until the end of the test. */
export interface EmulatedAccount extends RunningEmulator {
  run(...line: string[]): Promise<Run>;
  /** With additional settings of the environment. */
  runIn(env: Record<string, string>, ...line: string[]): Promise<Run>;
  /** With this key instead of the demo key. */
  runAs(apiKey: string, ...line: string[]): Promise<Run>;
}

export async function startAccount(seed: Seed = {}): Promise<EmulatedAccount> {
  const running = await startEmulator({ seed });
  cleanUps.push(running.close);
  const runAs = (apiKey: string, ...line: string[]) =>
    runCommand(line, { CLOUDONE_BASE_URL: running.url, CLOUDONE_API_KEY: apiKey });
  const demo = `${demoApiKeyId}:${demoApiKeySecret}`;
  const runIn = (env: Record<string, string>, ...line: string[]) =>
    runCommand(line, { CLOUDONE_BASE_URL: running.url, CLOUDONE_API_KEY: demo, ...env });
  return { ...running, runAs, runIn, run: (...line) => runAs(demo, ...line) };
}

/** An empty folder, until the end of the test. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cloudone-cli-"));
  cleanUps.push(() => rm(folder, { recursive: true }));
  return folder;
}

interface LargeSeed {
  roles: { id: string; name: string; description: string; serviceRoleURNs: string[] }[];
  users: { id: string; email: string; roleID: string }[];
}

/** A seed with this many objects, one role to nine users. */
export function seedOf(objects: number): LargeSeed {
  const roles = Math.floor(objects / 10);
  const services = ["workload", "conformity", "network", "application", "audit", "billing", "identity"];
  return {
    roles: Array.from({ length: roles }, (_, n) => ({
      id: `team-${n}`,
      name: `Team ${n}`,
      description: `What team ${n} does`,
      serviceRoleURNs: [
        urn(services[n % 7] ?? "audit", "full-access"),
        urn(services[(n + 3) % 7] ?? "audit", "read-only"),
      ],
    })),
    users: Array.from({ length: objects - roles }, (_, n) => ({
      id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
      email: `user-${n}@example.com`,
      roleID: n === 0 ? "full-access" : roles === 0 ? "read-only" : `team-${n % roles}`,
    })),
  };
}
