import type { AccessReport } from "./access-report.js";

/** The report in one sentence. */
export function headline({ principals }: AccessReport): string {
  const users = principals.filter(({ kind }) => kind === "user");
  const admins = principals.filter(({ isAdmin, state }) => isAdmin && state === "enabled");
  const bare = users.filter(({ mfaEnabled, state }) => mfaEnabled === false && state === "enabled");
  return [
    `${counted(users.length, "user")} and ${counted(principals.length - users.length, "API key")}`,
    counted(admins.length, "enabled admin"),
    `${counted(bare.length, "enabled user")} without MFA.`,
  ].join("; ");
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
