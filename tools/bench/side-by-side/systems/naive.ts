import type { System } from "../system.ts";
import { pulumiSystem } from "./pulumi.ts";

const PROGRAM = `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

const baseUrl = process.env.CLOUDONE_BASE_URL;
const headers = {
  Authorization: "ApiKey " + process.env.CLOUDONE_API_KEY,
  "Api-Version": "v1",
  "Content-Type": "application/json",
};

async function call(method, path, body) {
  const response = await fetch(baseUrl + path, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(method + " " + path + ": " + response.status + " " + (await response.text()));
  return response.status === 204 ? undefined : response.json();
}

const roleProvider = {
  async create({ roleId, name, description, serviceRoleURNs }) {
    const role = await call("POST", "/roles", { id: roleId, name, description, serviceRoleURNs });
    return { id: role.id, outs: { roleId, name, description, serviceRoleURNs, created: role.created, urn_: role.urn } };
  },
  async diff(id, olds, news) {
    const changed = ["name", "description", "serviceRoleURNs"].filter(
      (key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]),
    );
    const replaces = olds.roleId === news.roleId ? [] : ["roleId"];
    return { changes: changed.length + replaces.length > 0, replaces };
  },
  async read(id, props) {
    const role = await call("GET", "/roles/" + id);
    const { name, description, serviceRoleURNs } = role;
    return { id, props: { ...props, roleId: id, name, description, serviceRoleURNs } };
  },
  async update(id, olds, { roleId, name, description, serviceRoleURNs }) {
    const role = await call("POST", "/roles/" + id, { id, name, description, serviceRoleURNs });
    return { outs: { roleId, name, description, serviceRoleURNs, created: role.created, urn_: role.urn } };
  },
  async delete(id) {
    await call("DELETE", "/roles/" + id);
  },
};

class Role extends pulumi.dynamic.Resource {
  constructor(name, args, opts) {
    super(roleProvider, name, { created: undefined, urn_: undefined, ...args }, opts);
  }
}

const roles = JSON.parse(readFileSync("roles.json", "utf8"));
for (const [roleId, role] of Object.entries(roles)) new Role(roleId, { roleId, ...role });
`;

/**
 * A dynamic resource as Pulumi's documentation shows it: an inline provider, which is serialized into every resource.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/providers/dynamic-providers/
 */
export function naive(binDir: string): System {
  return pulumiSystem(binDir, { name: "naive", program: PROGRAM });
}
