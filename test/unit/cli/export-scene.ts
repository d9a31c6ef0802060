import { demoApiKeyId, demoApiKeySecret, type Seed } from "../../../emulator/index.js";
import { AUDIT, READ } from "./account.js";

const ELSEWHERE = "urn:cloudone:workload:gb-1:999999999999:role/read-only";

export const seed: Seed = {
  account: { alias: "Example", timezone: "Europe/Berlin", mfaRequired: true },
  roles: [
    { id: "workload-auditor", name: "Auditor", description: "Reads", serviceRoleURNs: [READ, AUDIT] },
    { id: "new", name: "Abroad", serviceRoleURNs: [ELSEWHERE] },
    { id: "unused", name: "Unused" },
  ],
  users: [
    { id: "u-ann", email: "ann@example.com", roleID: "full-access" },
    { id: "u-ben", email: "Ben@example.com", roleID: "workload-auditor" },
    { id: "u-eve", email: "eve@example.com", roleID: "new", state: "disabled" },
  ],
  apiKeys: [
    { id: demoApiKeyId, secret: demoApiKeySecret, roleID: "full-access", alias: "pipeline" },
    { id: "reader", secret: "s3cret", roleID: "read-only" },
  ],
  invitations: [{ email: "new@example.com", roleID: "read-only" }],
  samlUsers: [{ id: "a".repeat(64), subject: "sam@example.com", roleID: "unused" }],
};
