import { guardedDeletion, guardedNarrowing, holdersForPreview } from "../apply/role-guard.js";
import { adoptionConflict, deleteRole, ensureRole, modifyRole, noteDeclaredRole } from "../apply/roles.js";
import type { Role } from "../client/index.js";
import { becomesAdmin } from "../plan/admin-roles.js";
import { hasUnknown, UNKNOWN } from "../plan/fields.js";
import type { Guard } from "../plan/guard.js";
import {
  inDeclaredOrder,
  type RoleContent,
  type RoleInputs,
  roleArgs,
  roleDifferences,
  rolePolicies,
  urnsGained,
  urnsLost,
} from "../plan/role.js";
import { joinedBy, pairsOf } from "../plan/separate.js";
import { asLeft } from "../session/not-kept-error.js";
import { refuseOtherObject } from "./refuse-other-object.js";
import type { CheckContext, Resource } from "./resource.js";
import { describeNewAdmins } from "./role-messages.js";

export interface RoleOutputs extends RoleContent {
  roleId: string;
  cloudOneUrn: string;
  created: string;
  guard?: Guard;
}

/** A custom role. */
export const role: Resource<RoleInputs, RoleOutputs> = {
  object: "role",
  args: roleArgs,
  policies: rolePolicies,
  optional: ["description"],
  label: ({ roleId, id }) => `role ${roleId ?? id}`,
  keys: ({ roleId }) => (typeof roleId === "string" && roleId !== UNKNOWN ? [roleId] : []),
  differences: (declared, outputs) => roleDifferences(declared, outputs),
  identifiedBy: ["roleId"],
  identity: async (_, stored, declared) => ({ replaces: declared.roleId === stored.roleId ? [] : ["roleId"] }),

  async check(inputs, context) {
    if (inputs.roleId === UNKNOWN) return { checkFailures: [] };
    const declared = inputs as RoleInputs;
    noteDeclaredRole(context.session, declared.roleId, declared);
    const pairs = pairsOf(context.session.guard(declared.guard));
    const joined = joinedBy(declared.roleId, declared.serviceRoleURNs, pairs);
    if (joined.length > 0) {
      return { checkFailures: joined.map((reason) => ({ property: "serviceRoleURNs", reason })) };
    }
    if (context.stored?.roleId === declared.roleId) {
      await sayChange(declared, context.stored, context);
      return { checkFailures: [] };
    }
    const { roles } = context.session.inventory;
    await roles.all();
    const live = await roles.peek(declared.roleId);
    if (live === undefined) {
      await sayNewAdmins(declared, undefined, context);
      return { checkFailures: [] };
    }
    const conflict = hasUnknown(declared.adopt) ? undefined : adoptionConflict(declared, live);
    if (conflict !== undefined) return { checkFailures: [{ property: "roleId", reason: conflict }] };
    const isSame = roleDifferences(declared, live).length === 0;
    if (isSame) context.info(`role ${declared.roleId} exists and is as declared: it is taken over, nothing is written`);
    await sayChange(declared, live, context);
    return { checkFailures: [] };
  },

  async create(session, inputs) {
    await session.enterToWrite(undefined, `role ${inputs.roleId}`);
    const guarded = guardedNarrowing(session, inputs.roleId, inputs.guard);
    const live = await asLeft(ensureRole(session, inputs, guarded), (now) => roleDifferences(inputs, now));
    return { id: live.id, outputs: outputs(live, inputs) };
  },

  async read(session, id, stored) {
    const live = await session.inventory.roles.get(id);
    if (live === undefined) return undefined;
    const outs = outputs(live, stored.cloudOneUrn === undefined ? undefined : stored);
    const { cloudOneUrn: _, created: __, ...inputs } = outs;
    return { outputs: outs, inputs };
  },

  async update(session, id, _, inputs) {
    refuseOtherObject(inputs.roleId, id);
    const live = await session.inventory.roles.fetch(id);
    if (live === undefined) throw new Error("it is gone. Run `pulumi refresh`, then `pulumi up` creates it again.");
    const guarded = guardedNarrowing(session, id, inputs.guard);
    const written = modifyRole(session, inputs, live, guarded);
    return outputs(await asLeft(written, (now) => roleDifferences(inputs, now)), inputs);
  },

  async delete(session, id, stored) {
    await guardedDeletion(session, id, stored.guard, () => deleteRole(session, id, ADVICE));
  },
};

const ADVICE =
  "Give them another role first; a SAML user has the one that the identity provider says. Where they are declared in this " +
  'program, write `roleId: role.roleId`, so that the order is known. `deletionPolicy: "retain"` lets go of the role without ' +
  "deleting it.";

function outputs(live: Role, declared: RoleContent | undefined): RoleOutputs {
  return {
    roleId: live.id,
    name: live.name,
    // What is not declared is not stored: its presence among the outputs says that it is compared.
    ...((declared === undefined || declared.description !== undefined) && { description: live.description }),
    serviceRoleURNs: inDeclaredOrder(live.serviceRoleURNs, declared?.serviceRoleURNs),
    cloudOneUrn: live.urn,
    created: live.created ?? "",
  };
}

/** Names what the declaration gives to the role and what it takes from it. */
async function sayChange(declared: RoleInputs, now: RoleContent, context: CheckContext): Promise<void> {
  const { info, warn } = context;
  const gained = urnsGained(declared, now);
  const lost = urnsLost(declared, now);
  if (gained.length > 0) info(`role ${declared.roleId} gains ${gained.join(", ")}`);
  if (lost.length > 0) warn(`role ${declared.roleId} loses ${lost.join(", ")}`);
  await sayNewAdmins(declared, now, context);
}

/** Only a role that comes to make admins of its holders is worth the lists that name them. */
async function sayNewAdmins(
  declared: RoleInputs,
  now: RoleContent | undefined,
  { session, warn }: CheckContext,
): Promise<void> {
  const { roleId, guard } = declared;
  if (!becomesAdmin(roleId, now, declared, session.guard(guard).adminRoles)) return;
  warn(describeNewAdmins(roleId, now === undefined ? [] : await holdersForPreview(session, roleId)));
}
