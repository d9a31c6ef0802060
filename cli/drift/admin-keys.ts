import type { ApiKey } from "../../provider/client/index.js";
import { type Findings, noFindings } from "./findings.js";

/**
 * API keys with an admin role. Nothing declares a key, so each of them is a finding unless the ignore file allows it. The key in
 * use is not, since someone chose it for this run; the report says so.
 */
export function adminKeys(
  keys: readonly ApiKey[],
  idInUse: string,
  isAdminRole: (roleId: string) => boolean,
): { findings: Findings; remarks: string[] } {
  const admins = keys.filter(({ roleID }) => isAdminRole(roleID));
  const others = admins.filter(({ id }) => id !== idInUse);
  const rest = keys.length - admins.length;
  return {
    findings: {
      ...noFindings(0),
      unmanaged: others.map(({ id, alias, roleID, enabled }) => ({
        kind: "apiKey",
        id,
        name: alias || id,
        roleId: roleID,
        state: enabled === false ? "disabled" : "enabled",
        isAdmin: true,
      })),
    },
    remarks: [
      ...(rest === 0
        ? []
        : [`${rest === 1 ? "1 API key has" : `${rest} API keys have`} no admin role; no resource declares keys`]),
      ...(admins.length === others.length
        ? []
        : [`the key in use, ${idInUse}, has an admin role and is not a finding`]),
    ],
  };
}
