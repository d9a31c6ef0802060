import type { AccessReport } from "./access-report.js";

/** What the report says about people who sign in by SSO, and what it cannot say. */
export function samlNote({ samlUsersIncluded, samlUsersMissing }: AccessReport): string {
  if (samlUsersIncluded) {
    return "People who have signed in by SSO are in this report. People to whom an identity provider would give a role are not: the API does not show how it maps groups.";
  }
  return `PARTIAL: people who sign in by SSO were not counted. ${samlUsersMissing ?? ""} Look in the console under Identity providers, and at the groups of your own identity provider.`;
}
