import { parseUrn } from "../account-proof.js";
import { ApiError, type Role } from "../client/index.js";
import { describeDifferences } from "../plan/difference.js";
import { UNKNOWN } from "../plan/fields.js";
import {
  inDeclaredOrder,
  type RoleContent,
  type RoleInputs,
  roleDifferences,
  rolePlan,
  rolePolicies,
  urnsGained,
  urnsLost,
} from "../plan/role.js";
import type { CheckContext, ResourceKind } from "../resource-kind.js";
import type { Session } from "../session.js";

export interface RoleOutputs extends RoleContent {
  roleId: string;
  cloudOneUrn: string;
  created: string;
}

/** A custom role. */
export const role: ResourceKind<RoleInputs, RoleOutputs> = {
  kind: "role",
  plan: rolePlan,
  policies: rolePolicies,
  label: ({ roleId, id }) => `role ${roleId ?? id}`,
  holds: ({ roleId }) => (typeof roleId === "string" && roleId !== UNKNOWN ? [roleId] : []),
  differences: (declared, outputs) => roleDifferences(declared, outputs),
  identity: async (_, stored, declared) => ({ replaces: declared.roleId === stored.roleId ? [] : ["roleId"] }),

  async check(inputs, context) {
    if (inputs.roleId === UNKNOWN) return { mistakes: [] };
    const declared = inputs as RoleInputs;
    if (context.stored?.roleId === declared.roleId) {
      sayChange(declared, context.stored, context);
      return { mistakes: [] };
    }
    const live = (await context.session.directory.roles.all()).find(({ id }) => id === declared.roleId);
    if (live === undefined) return { mistakes: [] };
    const conflict = adoptionConflict(declared, live);
    if (conflict !== undefined) return { mistakes: [{ property: "roleId", reason: conflict }] };
    sayChange(declared, live, context);
    return { mistakes: [] };
  },

  async create(session, inputs) {
    await session.enterToWrite(undefined, `role ${inputs.roleId}`);
    const present = await session.directory.roles.lookUp(inputs.roleId);
    const live = present === undefined ? await create(session, inputs) : await adopt(session, inputs, present);
    return { id: live.id, outputs: outputs(live, inputs) };
  },

  async read(session, id, stored) {
    const live = await session.directory.roles.prove(id);
    if (live === undefined) return undefined;
    const outs = outputs(live, stored.cloudOneUrn === undefined ? undefined : stored);
    const { cloudOneUrn: _, created: __, ...inputs } = outs;
    return { outputs: outs, inputs };
  },

  async update(session, id, _, inputs) {
    const live = await session.directory.roles.fresh(id);
    if (live === undefined) throw new Error("it is gone. Run `pulumi refresh`, then `pulumi up` creates it again.");
    return outputs(await modify(session, inputs, live), inputs);
  },

  async delete(session, id) {
    const { directory, client } = session;
    const holders = await directory.holders(id, session.clock.now());
    if (holders.length > 0) {
      throw new Error(
        `it is still held by ${holders.join(", ")}. Nothing was deleted. Give them another role first; ` +
          "where they are declared in this program, write `roleId: role.roleId`, so that the order is known. " +
          '`deletionPolicy: "retain"` lets go of the role without deleting it.',
      );
    }
    await session.settleDelete(
      () => client.roles.delete(id),
      () => directory.roles.fresh(id),
    );
    directory.roles.wrote(id, undefined);
  },
};

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

async function create(session: Session, inputs: RoleInputs): Promise<Role> {
  const { client, directory } = session;
  let lost = false;
  const body = {
    id: inputs.roleId,
    name: inputs.name,
    description: inputs.description ?? "",
    serviceRoleURNs: inputs.serviceRoleURNs,
  };
  try {
    const live = await session.settle(
      () => client.roles.create(body),
      () => {
        lost = true;
        return directory.roles.fresh(inputs.roleId);
      },
    );
    directory.roles.wrote(live.id, live);
    if (lost && roleDifferences(inputs, live).length > 0) return adopt(session, inputs, live);
    return live;
  } catch (error) {
    // A duplicate is refused with 400 or 409 (which, is not documented): someone else, or an answer that was lost.
    if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 409)) throw error;
    const live = await directory.roles.fresh(inputs.roleId);
    if (live === undefined) throw error;
    return lost && roleDifferences(inputs, live).length === 0 ? live : adopt(session, inputs, live);
  }
}

async function adopt(session: Session, inputs: RoleInputs, present: Role): Promise<Role> {
  if (inputs.adopt === "overwrite") {
    const live = (await session.directory.roles.fresh(inputs.roleId)) ?? present;
    return modify(session, inputs, live);
  }
  const conflict = adoptionConflict(inputs, present);
  if (conflict !== undefined) throw new Error(conflict);
  session.directory.roles.wrote(present.id, present);
  return present;
}

async function modify(session: Session, inputs: RoleInputs, live: Role): Promise<Role> {
  const { client, directory } = session;
  if (roleDifferences(inputs, live).length === 0) return live;
  // Whether modify merges or replaces is not documented: the whole body goes, as read, with the differences applied.
  const body = {
    id: live.id,
    name: inputs.name,
    description: inputs.description ?? live.description,
    serviceRoleURNs: inputs.serviceRoleURNs,
  };
  const written = await session.settle(
    () => client.roles.modify(live.id, body),
    async () => {
      const now = await directory.roles.fresh(live.id);
      return now !== undefined && roleDifferences(inputs, now).length === 0 ? now : undefined;
    },
  );
  directory.roles.wrote(written.id, written);
  return written;
}

function adoptionConflict(declared: RoleInputs, live: Role): string | undefined {
  const differences = roleDifferences(declared, live);
  const policy = declared.adopt ?? "identical";
  if (policy === "never") {
    return `role ${live.id} already exists in account ${parseUrn(live.urn)?.accountId ?? "(unknown)"}, and adopt is "never"`;
  }
  if (policy === "overwrite" || differences.length === 0) return undefined;
  return (
    `role ${live.id} already exists and is not as declared (now → declared):\n${describeDifferences(differences)}\n` +
    'Nothing was written. Declare it as it is to take it over, or set adopt: "overwrite" to change it'
  );
}

/** Names what the declaration gives to the role and what it takes from it. */
function sayChange(declared: RoleInputs, now: RoleContent, { info, warn }: CheckContext): void {
  const gained = urnsGained(declared, now);
  const lost = urnsLost(declared, now);
  if (gained.length > 0) info(`role ${declared.roleId} gains ${gained.join(", ")}`);
  if (lost.length > 0) warn(`role ${declared.roleId} loses ${lost.join(", ")}`);
}
