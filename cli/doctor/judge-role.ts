import { ADMIN_ROLES, isAdminRole } from "../../provider/plan/access/admin-roles.js";
import { urnParts } from "../../provider/plan/urn.js";
import { type Check, fail, ok, warn } from "./check.js";

/** What is known about the key's role. */
interface KeyRole {
  /** Undefined if the key may not describe itself. */
  roleId: string | undefined;
  /** Undefined if the role could not be read. */
  serviceRoleURNs: readonly string[] | undefined;
  isReadOnlyConfigured: boolean;
}

const NAME = "rights to write";

/** Whether the key's role lets resources write, as far as its definition says: nothing is tried out. */
export function judgeRole({ roleId, serviceRoleURNs, isReadOnlyConfigured }: KeyRole): Check {
  if (isReadOnlyConfigured) {
    return ok(NAME, "Every write is refused here: cloudone:readOnly (CLOUDONE_READ_ONLY) is set.");
  }
  if (roleId === undefined) {
    return warn(
      NAME,
      "The key may not describe itself, so its role is not known.",
      "Give it a role that may read API keys, or check its role in the console.",
    );
  }
  if (ADMIN_ROLES.includes(roleId)) return ok(NAME, `The role ${roleId} may write.`);
  if (roleId === "read-only") {
    return ok(
      NAME,
      "The role read-only may not write: enough for preview, refresh, drift, export and access, but not for `pulumi up`.",
    );
  }
  if (isAdminRole(roleId, serviceRoleURNs)) {
    return ok(NAME, `The role ${roleId} has the identity service in full, which should let it write.`);
  }
  const identity = (serviceRoleURNs ?? []).filter((urn) => urnParts(urn)?.service === "identity");
  const advice = "For `pulumi up`, use a key with full-access or with the identity service in full.";
  if (serviceRoleURNs === undefined) return warn(NAME, `What the role ${roleId} may do could not be read.`, advice);
  if (identity.length > 0) return warn(NAME, `The role ${roleId} has the identity service in part only.`, advice);
  return fail(NAME, `The role ${roleId} has no role in the identity service.`, advice);
}
