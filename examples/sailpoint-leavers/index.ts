import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";

const config = new pulumi.Config();
/** Who has which role, by email. */
const people = config.requireObject<Record<string, string>>("people");
/** The SailPoint source that names its accounts by email, such as the company's directory. */
const sourceId = config.require("sourceId");
/** The tenant's names for the life-cycle states of people who work here, and of people who have left. */
const activeStates = config.getObject<string[]>("activeStates") ?? ["active"];
const leftStates = config.getObject<string[]>("leftStates") ?? ["inactive", "terminated"];
/** A lock often ends by itself, minutes after too many wrong passwords, so it counts only if this is set. */
const lockedCounts = config.getBoolean("lockedCounts") ?? false;

const accounts = await cloudone.sailpoint.getAccounts({ filters: `sourceId eq ${JSON.stringify(sourceId)}` });
const byEmail = Map.groupBy(accounts, ({ nativeIdentity }) => nativeIdentity?.toLowerCase() ?? "");

/** What SailPoint says about a person, or why that is unclear: no one gains or loses access on a guess. */
function stateOf(email: string): "enabled" | "disabled" | { unclear: string } {
  const [account, ...others] = byEmail.get(email.toLowerCase()) ?? [];
  if (account === undefined) return { unclear: `${email} has no account on source ${sourceId}` };
  if (others.length > 0) return { unclear: `${email} has ${others.length + 1} accounts on source ${sourceId}` };
  const { cloudLifecycleState: lifeCycle, disabled, locked, id } = account;
  // The life-cycle state is about the person and comes from HR; whether a login is disabled is about one source, and often later.
  if (lifeCycle !== undefined && leftStates.includes(lifeCycle)) return "disabled";
  if (lifeCycle !== undefined && !activeStates.includes(lifeCycle)) {
    return {
      unclear: `${email}: life-cycle state ${JSON.stringify(lifeCycle)} is in neither activeStates nor leftStates`,
    };
  }
  if (disabled === undefined || (lockedCounts && locked === undefined)) {
    return { unclear: `${email}: SailPoint does not say whether account ${id} is disabled or locked` };
  }
  return disabled || (lockedCounts && locked) ? "disabled" : "enabled";
}

const states = Object.keys(people).map((email) => ({ email, state: stateOf(email) }));
const unclear = states.flatMap(({ state }) => (typeof state === "object" ? [state.unclear] : []));
if (unclear.length > 0) throw new pulumi.RunError(`SailPoint does not say who has left:\n  ${unclear.join("\n  ")}`);

for (const { email, state } of states) {
  if (typeof state === "object") continue;
  new cloudone.UserAssignment(email, { email, roleId: people[email] ?? "", state });
}

export const left = states.filter(({ state }) => state === "disabled").map(({ email }) => email);
