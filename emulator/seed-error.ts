import { z } from "zod";

interface Issue {
  path: PropertyKey[];
  message: string;
}

/** An impossible seed. The message names each mistake once, with the first field that has it and the number of other fields. */
export class SeedError extends Error {
  override name = "SeedError" as const;

  constructor(issues: readonly Issue[]) {
    const alike = Map.groupBy(issues, ({ path, message }) => JSON.stringify([path.map(withoutIndex), message]));
    const lines = [...alike.values()].map((group) => `${fieldOf(group[0])}: ${group[0]?.message}${moreOf(group)}`);
    super(`The seed is not valid.\n${lines.map((line) => `  ${line}`).join("\n")}`);
  }
}

function moreOf(group: readonly Issue[]): string {
  return group.length === 1 ? "" : ` (and ${group.length - 1} more, up to ${fieldOf(group.at(-1))})`;
}

function fieldOf(issue: Issue | undefined): string {
  return z.core.toDotPath(issue?.path ?? []) || "seed";
}

function withoutIndex(part: PropertyKey): PropertyKey {
  return typeof part === "number" ? "*" : part;
}
