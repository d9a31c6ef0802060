import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@jest/globals";
import { z } from "zod";
import { driftReport } from "../../../cli/drift/report.js";
import type { Seed } from "../../../emulator/index.js";
import { read } from "../docs/documents.js";
import { AUDIT, type EmulatedAccount, READ, scratchFolder } from "./account.js";
import { roleResource, settingsResource, userResource } from "./stack-export.js";

export const ANN = "00000000-0000-4000-8000-00000000000a";

export const BEN = "00000000-0000-4000-8000-00000000000b";

export const auditor = { name: "Auditor", description: "Reads", serviceRoleURNs: [READ, AUDIT] };

export const seed: Seed = {
  account: { alias: "Example", mfaRequired: true },
  roles: [{ id: "auditor", ...auditor }],
  users: [
    { id: ANN, email: "ann@example.com", roleID: "full-access" },
    { id: BEN, email: "Ben@Example.com", roleID: "auditor" },
  ],
};

export const declared = [
  roleResource("auditor", auditor),
  userResource(ANN, { email: "ann@example.com", roleId: "full-access" }),
  userResource(BEN, { email: "ben@example.com", roleId: "auditor", state: "enabled" }),
  settingsResource({ alias: "Example", mfaRequired: true }),
];

/** The published schema. */
const published = z.fromJSONSchema(JSON.parse(read("docs/reference/drift.schema.json")));

export async function stateFile(text: string): Promise<string> {
  const file = join(await scratchFolder(), "state.json");
  await writeFile(file, text);
  return file;
}

export async function drift(account: EmulatedAccount, state: string, ...flags: string[]) {
  return account.run("drift", "--state", await stateFile(state), ...flags);
}

export async function driftJson(account: EmulatedAccount, state: string, ...flags: string[]) {
  const { code, stdout, stderr } = await drift(account, state, "--format", "json", ...flags);
  if (stdout === "") throw new Error(stderr);
  expect(published.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  return { code, stderr, report: driftReport.strict().parse(JSON.parse(stdout)) };
}
