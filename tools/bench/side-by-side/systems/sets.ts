import type { System } from "../system.ts";
import { pulumiSystem } from "./pulumi.ts";

const PROGRAM = `
import { readFileSync } from "node:fs";
import * as cloudone from "pulumi-cloudone";
const roles = JSON.parse(readFileSync("roles.json", "utf8"));
new cloudone.RoleSet("roles", { roles, deletionPolicy: "apply", guard: { maxRemovalFraction: 1 } });
`;

/** This package, with all roles in one set. */
export function sets(binDir: string): System {
  return pulumiSystem(binDir, { name: "set", program: PROGRAM });
}
