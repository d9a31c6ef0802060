import type { AccessReport } from "./access-report.js";

/** The report in one sentence. */
export function headline({ principals, samlUsersIncluded }: AccessReport): string {
  const users = principals.filter(({ kind }) => kind === "user");
  const samlUsers = principals.filter(({ kind }) => kind === "samlUser");
  const admins = principals.filter(({ isAdmin, state }) => isAdmin && (state === "enabled" || state === null));
  const bare = users.filter(({ mfaEnabled, state }) => mfaEnabled === false && state === "enabled");
  return [
    new Intl.ListFormat("en").format([
      counted(users.length, "user"),
      counted(principals.length - users.length - samlUsers.length, "API key"),
      ...(samlUsersIncluded ? [counted(samlUsers.length, "SAML user")] : []),
    ]),
    counted(admins.length, "enabled admin"),
    `${counted(bare.length, "enabled user")} without MFA.`,
  ].join("; ");
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
