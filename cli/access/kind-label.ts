import type { Principal } from "./access-report.js";

/** What stands beside the name of somebody who is no plain user. */
export const KIND_LABELS = {
  user: "",
  apiKey: "API key",
  samlUser: "SAML user",
} as const satisfies Record<Principal["kind"], string>;

/** Who it is, and what kind of principal where that is not a user. */
export function whoText({ kind, email, name }: Principal): string {
  const label = KIND_LABELS[kind];
  return `${email ?? name}${label === "" ? "" : ` (${label})`}`;
}
