import type { Seed } from "../../../emulator/index.js";

export const uuid = (n: number) => `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`;

export const SAML_ID = "0123456789abcdef".repeat(4);

export const seed: Seed = {
  account: { alias: "Trial", region: "de-1" },
  roles: [{ id: "auditor", description: "Reads" }],
  users: Array.from({ length: 200 }, (_, n) => ({
    id: uuid(n),
    email: `User${n}@example.com`,
    roleID: n % 2 === 0 ? "auditor" : "read-only",
    state: n % 50 === 0 ? ("disabled" as const) : ("enabled" as const),
  })),
  samlUsers: [
    { id: SAML_ID, subject: "sam@example.com", roleID: "auditor" },
    { subject: "tom", roleID: "read-only" },
  ],
  invitations: [{ id: "i1", email: "new@example.com", roleID: "auditor" }],
};
