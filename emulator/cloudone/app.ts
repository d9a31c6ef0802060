import { Hono } from "hono";
import { accounts } from "./accounts.js";
import { apiKeys } from "./api-keys.js";
import { pathOf } from "./api-path.js";
import { authenticate } from "./authenticate.js";
import { authorize } from "./authorize.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";
import { injectFault } from "./inject-fault.js";
import { invitations } from "./invitations.js";
import { rateLimit } from "./rate-limit.js";
import { recordRequest } from "./record-request.js";
import { Refusal } from "./refusal.js";
import { refusalResponse } from "./refusal-response.js";
import { roles } from "./roles.js";
import { samlUser, samlUsers } from "./saml-users.js";
import { users } from "./users.js";

/** Trend Micro Cloud One "Accounts and Identity Management" 1.0.0, to be mounted at the base URL's path. */
export function cloudOneApp(context: CloudOneContext): Hono<CloudOneEnv> {
  return new Hono<CloudOneEnv>()
    .onError((error, c) => refusalResponse(error, c, context.switches))
    .use(recordRequest(context))
    .use(injectFault(context))
    .use(authenticate(context))
    .use(rateLimit(context))
    .use(authorize(context))
    .route("/accounts", accounts(context))
    .route("/users", users(context))
    .route("/roles", roles(context))
    .route("/apikeys", apiKeys(context))
    .route("/invitations", invitations(context))
    .route("/saml-users", samlUsers(context))
    .route("/saml-user", samlUser(context))
    .all("*", (c) => {
      c.get("entry").handled = false;
      throw new Refusal(404, `There is no operation ${c.req.method} ${pathOf(c)}.`);
    });
}
