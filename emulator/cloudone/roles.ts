import { Hono } from "hono";
import { z } from "zod";
import type { Switches } from "../switch-positions.js";
import { timestamp } from "../timestamp.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";
import { deletedResponse } from "./deleted-response.js";
import { listPage } from "./list-page.js";
import { replaces } from "./modify-semantics.js";
import { newRole } from "./new-objects.js";
import type { Role } from "./objects.js";
import { isPredefined } from "./predefined-roles.js";
import { Refusal } from "./refusal.js";
import { readBody } from "./request-body.js";
import { roleHolders } from "./role-holders.js";
import { roleId } from "./role-id.js";
import type { Tenant } from "./store.js";
import { roleToWire } from "./to-wire.js";
import { cloudOneUrn } from "./urn.js";

const name = z.string().min(1, "must not be empty");
const urns = z.array(cloudOneUrn);

/** Roles: list, create, describe, modify, delete. */
export function roles(context: CloudOneContext): Hono<CloudOneEnv> {
  const { switches, clock, lag } = context;
  const show = (role: Role) => roleToWire(role, switches);

  return new Hono<CloudOneEnv>()
    .get("/", (c) => {
      const live = c.get("tenant").roles;
      return listPage(c, context, {
        kind: "roles",
        property: "roles",
        accepts: ["cursor", "limit"],
        live,
        toWire: show,
      });
    })
    .post("/", async (c) => {
      const tenant = c.get("tenant");
      const schema = z.object({ id: roleId, name, description: description(switches), serviceRoleURNs: urns });
      const body = await readBody(c, schema, switches);
      if (tenant.roles.has(body.id)) throw new Refusal(switches.duplicateRole, `There already is a role ${body.id}.`);
      lag.remember(tenant, "roles", body.id);
      const role = newRole(
        { ...body, description: body.description ?? undefined },
        { ...context, account: tenant.account },
      );
      tenant.roles.set(role.id, role);
      return c.json(show(role), 201);
    })
    .get("/:id", (c) => c.json(show(find(c.get("tenant"), c.req.param("id")))))
    .post("/:id", async (c) => {
      const tenant = c.get("tenant");
      const role = find(tenant, c.req.param("id"));
      if (isPredefined(role.id)) throw predefined(role.id, switches);
      const replace = replaces("roles", switches);
      const body = await readBody(
        c,
        z.object({
          id: z.literal(role.id, "cannot be changed").optional(),
          name: replace ? name : name.optional(),
          description: description(switches),
          serviceRoleURNs: urns.optional(),
        }),
        switches,
      );
      lag.remember(tenant, "roles", role.id);
      change(role, body, replace);
      role.lastModified = timestamp(clock.now());
      return c.json(show(role));
    })
    .delete("/:id", (c) => {
      const tenant = c.get("tenant");
      const id = wellFormed(c.req.param("id"));
      if (isPredefined(id)) throw predefined(id, switches);
      if (!tenant.roles.has(id) && switches.deleteGone === 404) throw notFound(id);
      refuseInUse(tenant, id, switches);
      lag.remember(tenant, "roles", id);
      tenant.roles.delete(id);
      return deletedResponse(c, switches);
    });
}

interface Body {
  name?: string | undefined;
  description?: string | null | undefined;
  serviceRoleURNs?: string[] | undefined;
}

/** Takes over what a body has; one that replaces also clears what it leaves out. */
function change(role: Role, body: Body, replace: boolean): void {
  if (replace || body.description === null) delete role.description;
  if (replace) role.serviceRoleURNs = [];
  if (body.name !== undefined) role.name = body.name;
  if (typeof body.description === "string") role.description = body.description;
  if (body.serviceRoleURNs !== undefined) role.serviceRoleURNs = body.serviceRoleURNs;
}

function description({ descriptionDefault }: Switches) {
  return z
    .string()
    .or(descriptionDefault === null ? z.null() : z.never("must be a string"))
    .optional();
}

function refuseInUse(tenant: Tenant, id: string, { deleteRoleInUse, samlUsersHoldRoles }: Switches): void {
  const holders = roleHolders(samlUsersHoldRoles ? tenant : { ...tenant, samlUsers: new Map() }, id);
  if (holders.length === 0 || deleteRoleInUse === "allowed") return;
  const status = deleteRoleInUse === "refused-400" ? 400 : 409;
  throw new Refusal(status, `The role ${id} is in use by ${holders.join(", ")}.`);
}

function find(tenant: Tenant, id: string): Role {
  const role = tenant.roles.get(wellFormed(id));
  if (!role) throw notFound(id);
  return role;
}

function wellFormed(id: string): string {
  if (!roleId.safeParse(id).success) {
    throw new Refusal(400, "A role id has lower-case letters, digits and hyphens only.");
  }
  return id;
}

function notFound(id: string): Refusal {
  return new Refusal(404, `There is no role ${id}.`);
}

function predefined(id: string, { editPredefined }: Switches): Refusal {
  return new Refusal(editPredefined, `The role ${id} is predefined and cannot be changed.`);
}
