import type { SamlPart } from "../saml-part.js";

/** What a report says about people who sign in by SSO: no resource declares them, so nothing can have drifted. */
export function samlRemark({ users, notCounted, gaps }: SamlPart): string[] {
  if (gaps.length > 0) return [];
  if (users === undefined) return [`people who sign in by SSO were not counted: ${notCounted ?? ""}`];
  if (users.length === 0) return [];
  const who = users.length === 1 ? "1 person signs in" : `${users.length} people sign in`;
  return [`${who} by SSO, with a role from the identity provider: no resource declares that, so it is not compared`];
}
