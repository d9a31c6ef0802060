import { createMiddleware } from "hono/factory";
import { matchesRoute } from "../route-pattern.js";
import type { Switches } from "../switch-positions.js";
import { pathOf } from "./api-path.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";
import type { Role } from "./objects.js";
import { Refusal } from "./refusal.js";

type Rights = "all" | "read" | "none";

/** Refuses what the key's role, its denied routes or the state of its account do not allow. */
export function authorize({ switches }: CloudOneContext) {
  return createMiddleware<CloudOneEnv>(async (c, next) => {
    const { tenant, apiKey, credential } = c.var;
    const path = pathOf(c);
    const reads = c.req.method === "GET" || c.req.method === "HEAD";
    const action = `${c.req.method} ${path}`;
    const rights = rightsOf(tenant.roles.get(apiKey.roleID), switches);
    if (rights === "none" || (rights === "read" && !reads)) {
      throw new Refusal(403, `The role ${apiKey.roleID} does not allow ${action}.`);
    }
    if (credential.deny.some((route) => denies(route, c.req.method, path))) {
      throw new Refusal(403, `The API key is denied ${action}.`);
    }
    if (switches.apiKeyDescribe === "forbidden" && matchesRoute("/apikeys/*", path)) {
      throw new Refusal(403, `API keys may not be described.`);
    }
    if (tenant.account.state === "suspended" && (switches.suspendedAccount === "locked" || !reads)) {
      throw new Refusal(403, `The account ${tenant.account.id} is suspended.`);
    }
    c.get("entry").handled = true;
    await next();
  });
}

function denies(route: string, method: string, path: string): boolean {
  const [deniedMethod = "", pattern = ""] = route.split(" ");
  return (deniedMethod === "*" || deniedMethod === method) && matchesRoute(pattern, path);
}

function rightsOf(role: Role | undefined, { customRoleRights }: Switches): Rights {
  if (!role || role.id === "scanner") return "none";
  if (role.id === "full-access") return "all";
  if (role.id === "read-only") return "read";
  if (customRoleRights !== "by-identity-urn") return customRoleRights;
  const identity = role.serviceRoleURNs.filter((urn) => urn.startsWith("urn:cloudone:identity:"));
  if (identity.some((urn) => urn.endsWith(":role/full-access"))) return "all";
  return identity.length > 0 ? "read" : "none";
}
