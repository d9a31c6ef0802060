import { Hono } from "hono";
import { z } from "zod";
import { laterTimestamp, timestamp } from "../timestamp.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";
import { deletedResponse } from "./deleted-response.js";
import { knownRole } from "./known-role.js";
import { listPage } from "./list-page.js";
import { replaces } from "./modify-semantics.js";
import type { User } from "./objects.js";
import { Refusal } from "./refusal.js";
import { readBody } from "./request-body.js";
import { roleId } from "./role-id.js";
import type { Tenant } from "./store.js";
import { userToWire } from "./to-wire.js";

const modifyBody = z.object({ roleID: roleId, state: z.enum(["enabled", "disabled"]).optional() });

/** Users: list, describe, modify, remove. */
export function users(context: CloudOneContext): Hono<CloudOneEnv> {
  const { switches, clock, lag } = context;

  /** People sign in between reads, so each read finds a later activity. */
  const show = (user: User) => {
    if (user.state === "enabled") user.lastActivity = laterTimestamp(user.lastActivity, clock.now());
    return userToWire(user, switches);
  };

  return new Hono<CloudOneEnv>()
    .get("/", (c) =>
      listPage(c, context, {
        kind: "users",
        property: "users",
        accepts: ["cursor", "limit", "roleID"],
        live: c.get("tenant").users,
        includes: ({ state }) => switches.usersIncludeDisabled || state === "enabled",
        toWire: show,
      }),
    )
    .get("/:id", (c) => c.json(show(find(c.get("tenant"), c.req.param("id")))))
    .post("/:id", async (c) => {
      const tenant = c.get("tenant");
      const user = find(tenant, c.req.param("id"));
      const { roleID, state } = await readBody(c, modifyBody, switches);
      knownRole(tenant, roleID);
      lag.remember(tenant, "users", user.id);
      user.roleID = roleID;
      user.state = state ?? (replaces("users", switches) ? "enabled" : user.state);
      user.lastModified = timestamp(clock.now());
      return c.json(show(user));
    })
    .delete("/:id", (c) => {
      const tenant = c.get("tenant");
      const id = c.req.param("id");
      if (!tenant.users.has(id) && switches.deleteGone === 404) throw notFound(id);
      lag.remember(tenant, "users", id);
      tenant.users.delete(id);
      return deletedResponse(c, switches);
    });
}

function find(tenant: Tenant, id: string): User {
  const user = tenant.users.get(id);
  if (!user) throw notFound(id);
  return user;
}

function notFound(id: string): Refusal {
  return new Refusal(404, `There is no user ${id}.`);
}
