import type { ApiKey } from "../../provider/client/index.js";
import type { Findings } from "./findings.js";

/**
 * API keys with an admin role: nothing declares a key, so each of them is a finding unless the ignore file allows it. The key
 * in use is not, which somebody has chosen for this run.
 */
export function adminKeys(
  keys: readonly ApiKey[],
  idInUse: string,
  isAdminRole: (roleId: string) => boolean,
): { findings: Findings; remarks: string[] } {
  const others = keys.filter(({ id }) => id !== idInUse);
  const admins = others.filter(({ roleID }) => isAdminRole(roleID));
  const rest = others.length - admins.length;
  return {
    findings: {
      managed: 0,
      changed: [],
      missing: [],
      unmanaged: admins.map(({ id, alias, roleID, enabled }) => ({
        kind: "apiKey",
        id,
        name: alias || id,
        roleId: roleID,
        state: enabled === false ? "disabled" : "enabled",
        isAdmin: true,
      })),
      undecided: [],
    },
    remarks:
      rest === 0
        ? []
        : [`${rest === 1 ? "1 API key has" : `${rest} API keys have`} no admin role; no resource declares keys`],
  };
}
