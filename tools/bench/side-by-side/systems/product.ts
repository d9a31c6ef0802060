import type { System } from "../system.ts";
import { pulumiSystem } from "./pulumi.ts";

const PROGRAM = `
import { readFileSync } from "node:fs";
import * as cloudone from "pulumi-cloudone";
const roles = JSON.parse(readFileSync("roles.json", "utf8"));
for (const [roleId, role] of Object.entries(roles)) new cloudone.Role(roleId, { roleId, ...role });
`;

/** This package, with one resource per role. */
export function product(binDir: string): System {
  return pulumiSystem(binDir, { name: "single", program: PROGRAM });
}

/** The same with the engine's options for more concurrency. */
export function productInParallel(binDir: string): System {
  return pulumiSystem(binDir, {
    name: "single-parallel",
    program: PROGRAM,
    args: ["--parallel", "32"],
    env: { PULUMI_PARALLEL_DIFF: "true" },
  });
}

/** The same, but the engine writes its state only at the end: shows what rewriting it after every step costs. */
export function productWithoutCheckpoints(binDir: string): System {
  return pulumiSystem(binDir, {
    name: "single-no-checkpoints",
    program: PROGRAM,
    env: { PULUMI_SKIP_CHECKPOINTS: "true", PULUMI_EXPERIMENTAL: "true" },
  });
}
