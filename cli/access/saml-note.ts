import type { AccessReport } from "./access-report.js";

/** What the report says about people who sign in by SSO, and what it cannot say. */
export function samlNote({ samlUsersIncluded, samlUsersMissing }: AccessReport): string {
  if (samlUsersIncluded) {
    return "This report includes people who have signed in by SSO. It cannot include those who would get a role from an identity provider but have not signed in yet: the API does not show how groups are mapped.";
  }
  return `PARTIAL: people who sign in by SSO were not counted. ${samlUsersMissing ?? ""} Look in the console under Identity providers, and at the groups of your own identity provider.`;
}
