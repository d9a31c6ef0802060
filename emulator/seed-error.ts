import { z } from "zod";

/** An impossible seed; the message names each field. */
export class SeedError extends Error {
  override name = "SeedError" as const;

  constructor(issues: readonly { path: PropertyKey[]; message: string }[]) {
    const lines = issues.map(({ path, message }) => `${z.core.toDotPath(path) || "seed"}: ${message}`);
    super(`The seed is not valid.\n${lines.map((line) => `  ${line}`).join("\n")}`);
  }
}
