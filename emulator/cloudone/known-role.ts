import { Refusal } from "./refusal.js";
import type { Tenant } from "./store.js";

/** Refuses a role that the account does not have. */
export function knownRole({ roles }: Tenant, roleID: string): void {
  if (!roles.has(roleID)) {
    throw new Refusal(400, `There is no role ${roleID}.`, { fields: { roleID: "is not a role of the account" } });
  }
}
