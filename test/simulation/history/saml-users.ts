import type { World } from "../../doubles/world.js";
import { guardOf } from "./guards.js";
import type { RunRecord } from "./run-record.js";
import type { WriteRecord } from "./witness.js";

/**
 * What the run has taken from people who sign in by SSO although it could see them: deleted roles, and roles narrowed although
 * a guard allows no removal.
 */
export function takenFromSamlUsers(run: RunRecord, world: World): string[] {
  if (!isCounting(run, world)) return [];
  return run.processes
    .flatMap(({ writes }) => writes)
    .filter(({ kind, before, samlHolders }) => kind === "role" && before !== undefined && samlHolders > 0)
    .flatMap((write) => {
      if (write.after === undefined) return [`${write.path} was deleted`];
      if (run.allow !== undefined || !isNarrowing(write)) return [];
      const { maxRemovals, protectedRoles } = guardOf(write, run);
      const isBound = maxRemovals === 0 || protectedRoles?.includes(write.id) === true;
      return isBound ? [`${write.path} was narrowed`] : [];
    });
}

/** Whether their list can be read, and was not refused in this run. */
function isCounting({ samlUsers, firstRequest }: RunRecord, { emulator: { switches, requests } }: World): boolean {
  const isReadable = switches.samlHost === "present" && switches.samlUsersList === "allowed";
  const isRefused = requests
    .slice(firstRequest)
    .some(({ path, status }) => path === "/saml-users" && [401, 403, 404].includes(status));
  return samlUsers === "required" || (samlUsers === "auto" && isReadable && !isRefused);
}

/** A service's full access includes its other roles. */
function isNarrowing({ before, after }: WriteRecord): boolean {
  const urns = (role: Record<string, unknown> | undefined) => (role?.serviceRoleURNs ?? []) as string[];
  const full = (urn: string) => urn.replace(/:role\/.*$/, ":role/full-access");
  return urns(before).some((urn) => !urns(after).includes(urn) && !urns(after).includes(full(urn)));
}
