import type { Principal } from "./access-report.js";

/** The label next to the name of anyone who is not a plain user. */
export const KIND_LABELS = {
  user: "",
  apiKey: "API key",
  samlUser: "SAML user",
} as const satisfies Record<Principal["kind"], string>;

/** The name, with the kind of principal unless it is a user. */
export function whoText({ kind, email, name }: Principal): string {
  const label = KIND_LABELS[kind];
  return `${email ?? name}${label === "" ? "" : ` (${label})`}`;
}
