import type { System } from "../system.ts";
import { pulumiSystem } from "./pulumi.ts";

const PROGRAM = `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

class Nothing extends pulumi.CustomResource {
  constructor(name, args) {
    const __provider = 'exports.handler=()=>require("bench-floor/provider").nothing()';
    super("pulumi-nodejs:dynamic/bench:Nothing", name, { ...args, __provider });
  }
}

const roles = JSON.parse(readFileSync("roles.json", "utf8"));
for (const [roleId, role] of Object.entries(roles)) new Nothing(roleId, { roleId, ...role });
`;

const PROVIDER = `
const { isDeepStrictEqual } = require("node:util");
const own = ({ __provider, ...properties }) => properties;
exports.nothing = () => ({
  diff: async (id, olds, news) => ({ changes: !isDeepStrictEqual(own(olds), own(news)) }),
  create: async (inputs) => ({ id: inputs.roleId, outs: own(inputs) }),
  read: async (id, properties) => ({ id, props: own(properties) }),
  update: async (id, olds, news) => ({ outs: own(news) }),
  delete: async () => {},
});
`;

/** The engine's floor: a resource with a constant line that does nothing and calls no server. */
export function floor(binDir: string): System {
  return pulumiSystem(binDir, {
    name: "floor",
    program: PROGRAM,
    files: {
      "node_modules/bench-floor/package.json": '{ "name": "bench-floor", "version": "1.0.0" }',
      "node_modules/bench-floor/provider.js": PROVIDER,
    },
  });
}
