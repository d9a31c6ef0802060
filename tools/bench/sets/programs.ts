/** Both sets, from account.json. */
export const PROGRAM = `
import { readFileSync } from "node:fs";
import * as cloudone from "pulumi-cloudone";
const { roles, users } = JSON.parse(readFileSync("account.json", "utf8"));
const guard = { maxRemovalFraction: 1 };
const made = new cloudone.RoleSet("roles", { roles, guard });
const team = Object.fromEntries(Object.entries(users).map(([email, id]) => [email, made.roleIds[id]]));
new cloudone.UserAssignmentSet("users", { users: team, guard }, { dependsOn: made });
`;

/** The set of users as a resource with a constant line that returns its inputs, with an id for each user. */
export const FLOOR_PROGRAM = `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
class Nothing extends pulumi.CustomResource {
  constructor(name, args) {
    const __provider = 'exports.handler=()=>require("bench-floor/provider").nothing()';
    super("pulumi-nodejs:dynamic/bench:Nothing", name, { ...args, __provider });
  }
}
new Nothing("users", { users: JSON.parse(readFileSync("account.json", "utf8")).users });
`;

const FLOOR_PROVIDER = `
const { isDeepStrictEqual } = require("node:util");
const id = (n) => "00000000-0000-4000-8000-" + String(n).padStart(12, "0");
const outs = ({ users }) => ({ users, userIds: Object.fromEntries(Object.keys(users).map((email, n) => [email, id(n)])) });
exports.nothing = () => ({
  diff: async (id, olds, news) => ({ changes: !isDeepStrictEqual(olds.users, news.users) }),
  create: async (inputs) => ({ id: "users", outs: outs(inputs) }),
  read: async (id, { __provider, ...props }) => ({ id, props }),
  update: async (id, olds, news) => ({ outs: outs(news) }),
  delete: async () => {},
});
`;

/** The package that the floor's resource loads. */
export const FLOOR_FILES = {
  "node_modules/bench-floor/package.json": '{ "name": "bench-floor", "version": "1.0.0" }',
  "node_modules/bench-floor/provider.js": FLOOR_PROVIDER,
};
