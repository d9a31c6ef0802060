import { Hono } from "hono";
import { accounts } from "./accounts.js";
import { answerRefusal } from "./answer-refusal.js";
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
import { roles } from "./roles.js";
import { samlUser, samlUsers } from "./saml-users.js";
import { users } from "./users.js";

/** Trend Micro Cloud One "Accounts and Identity Management" 1.0.0, to be mounted at the base URL's path. */
export function cloudOneApp(backend: CloudOneContext): Hono<CloudOneEnv> {
  return new Hono<CloudOneEnv>()
    .onError((error, c) => answerRefusal(error, c, backend.switches))
    .use(recordRequest(backend))
    .use(injectFault(backend))
    .use(authenticate(backend))
    .use(rateLimit(backend))
    .use(authorize(backend))
    .route("/accounts", accounts(backend))
    .route("/users", users(backend))
    .route("/roles", roles(backend))
    .route("/apikeys", apiKeys(backend))
    .route("/invitations", invitations(backend))
    .route("/saml-users", samlUsers(backend))
    .route("/saml-user", samlUser(backend))
    .all("*", (c) => {
      c.get("entry").handled = false;
      throw new Refusal(404, `There is no operation ${c.req.method} ${pathOf(c)}.`);
    });
}
