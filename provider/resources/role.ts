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
import type { Session } from "../session/session.js";
import { refuseOtherObject } from "./refuse-other-object.js";
import type { Lines, Plan, Preview, Resource } from "./resource.js";
import { describeNewAdmins } from "./role-messages.js";
import { accountOfUrn, drops, notAsDeclared, owned } from "./single.js";

export interface RoleOutputs extends RoleContent {
  roleId: string;
  cloudOneUrn: string;
  created: string;
  guard?: Guard;
}

export interface RolePlan extends Plan {
  /** The stored role, by its id, and as it is now where a write rests on that. */
  id?: string;
  live?: Role;
}

const OPTIONAL = ["description"];

/** A custom role. */
export const role: Resource<RoleInputs, RoleOutputs, RolePlan> = {
  object: "role",
  args: roleArgs,
  policies: rolePolicies,
  previewKeys: [],
  label: ({ roleId, id }) => `role ${roleId ?? id}`,
  accountOf: (_, properties) => accountOfUrn(properties),
  keys: ({ roleId }) => (typeof roleId === "string" && roleId !== UNKNOWN ? [roleId] : []),
  undecided: ({ roleId }) => (hasUnknown(roleId) ? [{ property: "roleId", reason: "it says which role this is" }] : []),

  async preview(session, declared, stored) {
    if (declared.roleId === UNKNOWN) return nothing();
    noteDeclaredRole(session, declared.roleId, declared);
    const pairs = pairsOf(session.guard(declared.guard));
    const joined = joinedBy(declared.roleId, declared.serviceRoleURNs, pairs);
    if (joined.length > 0) return refused("serviceRoleURNs", joined);
    if (stored?.roleId === declared.roleId) {
      return { ...nothing(), lines: await describeChange(session, declared, stored as RoleContent) };
    }
    const { roles } = session.inventory;
    await roles.all();
    const live = await roles.peek(declared.roleId);
    if (live === undefined) {
      return { ...nothing(), lines: { warnings: await newAdmins(session, declared, undefined), infos: [] } };
    }
    const conflict = hasUnknown(declared.adopt) ? undefined : adoptionConflict(declared, live);
    if (conflict !== undefined) return refused("roleId", [conflict]);
    const taken = `role ${declared.roleId} exists and is as declared: it is taken over, nothing is written`;
    const isSame = roleDifferences(declared, live).length === 0;
    const { warnings, infos } = await describeChange(session, declared, live);
    return { ...nothing(), lines: { warnings, infos: [...(isSame ? [taken] : []), ...infos] } };
  },

  async compare(_session, _id, declared, stored) {
    const replaces = declared.roleId === stored.roleId ? [] : ["roleId"];
    return { ...nothing(), changes: !isSame(declared, stored), replaces };
  },
  isAsDeclared: async (_session, _id, declared, stored) =>
    declared.roleId === stored.roleId && isSame(declared, stored),

  async plan(session, declared, stored, id = "") {
    if (declared === undefined || stored === undefined) return { checkFailures: [], id };
    refuseOtherObject(declared.roleId, id);
    const live = await session.inventory.roles.fetch(id);
    if (live === undefined) throw new Error("it is gone. Run `pulumi refresh`, then `pulumi up` creates it again.");
    return { checkFailures: [], id, live };
  },

  async apply(session, declared, stored, { id = "", live }) {
    if (declared === undefined) {
      await guardedDeletion(session, id, stored?.guard, () => deleteRole(session, id, ADVICE));
      return { outputs: stored as RoleOutputs, failures: [] };
    }
    const { roleId } = declared;
    const guarded = guardedNarrowing(session, roleId, declared.guard);
    const written =
      live === undefined ? ensureRole(session, declared, guarded) : modifyRole(session, declared, live, guarded);
    const now = await asLeft(written, (left) => roleDifferences(declared, left));
    const outs = await owned(session, "role", roleId, outputs(now, declared));
    return { id: roleId, outputs: outs, failures: notAsDeclared(roleDifferences(declared, outs)) };
  },

  async read(session, id, stored) {
    const live = await session.inventory.roles.get(id);
    if (live === undefined) return undefined;
    const outs = await owned(session, "role", id, outputs(live, stored.cloudOneUrn === undefined ? undefined : stored));
    const { cloudOneUrn: _, created: __, ...inputs } = outs;
    return { outputs: outs, ...(roleDifferences(stored, outs).length > 0 && { inputs }) };
  },
};

const ADVICE =
  "Give them another role first; a SAML user has the one that the identity provider says. Where they are declared in this " +
  'program, write `roleId: role.roleId`, so that the order is known. `deletionPolicy: "retain"` lets go of the role without ' +
  "deleting it.";

function nothing(): Preview<RolePlan> {
  return { plan: { checkFailures: [] }, lines: { warnings: [], infos: [] } };
}

function refused(property: string, reasons: readonly string[]): Preview<RolePlan> {
  return { ...nothing(), plan: { checkFailures: reasons.map((reason) => ({ property, reason })) } };
}

function isSame(declared: RoleInputs, stored: RoleOutputs): boolean {
  return roleDifferences(declared, stored).length === 0 && !drops(OPTIONAL, stored, declared);
}

function outputs(live: Role, declared: RoleContent | undefined): RoleOutputs {
  return {
    roleId: live.id,
    name: live.name,
    // Properties that are not declared are not stored: their presence in the outputs says that they are compared.
    ...((declared === undefined || declared.description !== undefined) && { description: live.description }),
    serviceRoleURNs: inDeclaredOrder(live.serviceRoleURNs, declared?.serviceRoleURNs),
    cloudOneUrn: live.urn,
    created: live.created ?? "",
  };
}

/** Names the URNs that the declaration adds to the role and removes from it. */
async function describeChange(session: Session, declared: RoleInputs, now: RoleContent): Promise<Lines> {
  const gained = urnsGained(declared, now);
  const lost = urnsLost(declared, now);
  return {
    warnings: [
      ...(lost.length > 0 ? [`role ${declared.roleId} loses ${lost.join(", ")}`] : []),
      ...(await newAdmins(session, declared, now)),
    ],
    infos: gained.length > 0 ? [`role ${declared.roleId} gains ${gained.join(", ")}`] : [],
  };
}

/** The holders are read only if the role becomes an admin role. */
async function newAdmins(session: Session, declared: RoleInputs, now: RoleContent | undefined): Promise<string[]> {
  const { roleId, guard } = declared;
  if (!becomesAdmin(roleId, now, declared, session.guard(guard).adminRoles)) return [];
  return [describeNewAdmins(roleId, now === undefined ? [] : await holdersForPreview(session, roleId))];
}
