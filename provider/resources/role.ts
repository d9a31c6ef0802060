import { planLoneRole } from "../apply/roles/lone-role.js";
import { carryOutForRole } from "../apply/roles/role-actions.js";
import type { Role } from "../client/index.js";
import { hasUnknown, UNKNOWN } from "../plan/args/fields.js";
import { type RoleInputs, roleArgs, roleDifferences, rolePolicies } from "../plan/roles/role.js";
import { isAdding, type RoleAction } from "../plan/roles/roles.js";
import { describeDeleted, describeRole } from "../plan/roles/roles-messages.js";
import { describeUnknownURNs } from "../plan/roles/unknown-urns.js";
import { declaredRole } from "../plan/stored/declared-roles.js";
import { exportRoles } from "../plan/stored/exported.js";
import { asLeft } from "../session/not-kept-error.js";
import type { Session } from "../session/session.js";
import type { Resource } from "./resource.js";
import { asStored, outputs, type RoleOutputs } from "./role/outputs.js";
import { type LoneRolePlan, planChange, planDropped, planNew } from "./role/plan.js";
import { judgedAtPreview, planStored } from "./role/preview.js";
import { accountOfUrn, drops, known, NOTHING, notAsDeclared, owned } from "./single.js";

const OPTIONAL = ["description"];

/** A custom role. */
export const role: Resource<RoleInputs, RoleOutputs, LoneRolePlan> = {
  object: "role",
  declaredObjects: declaredRole,
  exported: exportRoles,
  args: roleArgs,
  policies: rolePolicies,
  shown: {},
  label: ({ roleId, id }) => `role ${roleId ?? id}`,
  accountOf: (_, properties) => accountOfUrn(properties),
  keys: ({ roleId }) => known(roleId),
  undecided: ({ roleId }) => (hasUnknown(roleId) ? [{ property: "roleId", reason: "it says which role this is" }] : []),

  async preview(session, declared, stored) {
    const { roleId: id } = declared;
    const { roles } = session.inventory;
    if (id === UNKNOWN) return NOTHING;
    const isStored = stored?.roleId === id;
    const live = isStored ? asStored(stored) : await listed(session, id);
    const plan = await planLoneRole(session, { id, live, declared, isStored }, { isForecast: true });
    const { warnings, ...lines } = describeRole(plan);
    // If nothing is added to the role, there is nothing to look up.
    const unknown = plan.actions.some(isAdding) ? describeUnknownURNs(plan.actions, await roles.all()) : [];
    const [taken] = plan.takenOver;
    // A stored role is judged when it is compared.
    const judged = isStored ? {} : await judgedAtPreview(session, plan, declared.guard);
    return {
      plan: { checkFailures: plan.checkFailures, ...judged },
      lines: { ...lines, warnings: [...warnings, ...unknown] },
      ...(taken !== undefined && { takenOver: `role ${taken}` }),
    };
  },

  async compare(session, _id, declared, stored) {
    const replaces = declared.roleId === stored.roleId ? [] : ["roleId"];
    const changes = !isSame(declared, stored);
    // A refresh only shows what it found.
    const isJudged = changes && replaces.length === 0 && session.declarations.hasAny;
    const judged = isJudged ? await planStored(session, declared, stored) : {};
    return { plan: { checkFailures: [], ...judged }, lines: NOTHING.lines, changes, replaces };
  },
  isAsDeclared: async (_session, _id, declared, stored) =>
    declared.roleId === stored.roleId && isSame(declared, stored),

  async plan(session, declared, stored, id = "") {
    if (declared === undefined) return planDropped(session, stored as RoleOutputs);
    return stored === undefined ? planNew(session, declared) : planChange(session, declared, id);
  },

  async apply(session, declared, stored, { roles, live }) {
    const [action] = roles?.actions ?? [];
    if (declared === undefined) {
      if (action !== undefined) await carryOutForRole(session, { guard: stored?.guard }, action, live);
      else session.log.info(`role ${stored?.roleId} is predefined and cannot be deleted: it is left as it is.`);
      return { outputs: stored as RoleOutputs, failures: [], done: describeDeleted(action ? [action.id] : []) };
    }
    const { roleId } = declared;
    const now = await asLeft(write(session, declared, action, live), (left) => roleDifferences(declared, left));
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

async function listed({ inventory: { roles } }: Session, id: string): Promise<Role | undefined> {
  await roles.all();
  return roles.peek(id);
}

/** The role after the action; without an action it is already as declared. */
async function write(
  session: Session,
  declared: RoleInputs,
  action: RoleAction | undefined,
  live: Role | undefined,
): Promise<Role> {
  const written = action === undefined ? live : await carryOutForRole(session, declared, action, live);
  if (written === undefined) throw new Error("no write was planned for the role. Nothing was written.");
  return written;
}

function isSame(declared: RoleInputs, stored: RoleOutputs): boolean {
  return roleDifferences(declared, stored).length === 0 && !drops(OPTIONAL, stored, declared);
}
