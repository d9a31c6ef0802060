import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { pathOf } from "./api-path.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";
import { listPage } from "./list-page.js";
import { Refusal } from "./refusal.js";
import { samlUserToWire } from "./to-wire.js";

/** People who sign in by SSO, which the vendor serves on a separate host: `GET /saml-users`. */
export function samlUsers(context: CloudOneContext): Hono<CloudOneEnv> {
  const { switches } = context;

  return new Hono<CloudOneEnv>().use(hostPresent(context)).get("/", (c) => {
    const { samlUsersList: refused, samlUsersProperty: property, samlUsersPaged } = switches;
    if (refused === 404) throw new Refusal(404, "There is no list of SAML users.");
    if (refused !== "allowed") throw new Refusal(refused, "API keys may not list SAML users.");
    return listPage(c, context, {
      kind: "samlUsers",
      property,
      accepts: samlUsersPaged ? ["cursor", "limit"] : [],
      live: c.get("tenant").samlUsers,
      toWire: (one) => samlUserToWire(one, switches),
    });
  });
}

/** One of them: `GET /saml-user/{id}`, in the singular. */
export function samlUser(context: CloudOneContext): Hono<CloudOneEnv> {
  return new Hono<CloudOneEnv>().use(hostPresent(context)).get("/:id", (c) => {
    const found = c.get("tenant").samlUsers.get(c.req.param("id"));
    if (!found) throw new Refusal(404, `There is no SAML user ${c.req.param("id")}.`);
    return c.json(samlUserToWire(found, context.switches));
  });
}

function hostPresent({ switches }: CloudOneContext) {
  return createMiddleware<CloudOneEnv>(async (c, next) => {
    if (switches.samlHost === "present") return next();
    c.get("entry").handled = false;
    throw new Refusal(404, `There is no operation ${c.req.method} ${pathOf(c)}.`);
  });
}
