import { z } from "zod";
import type { CheckFailure } from "./args/check-args.js";
import { choice, flag, seen } from "./args/fields.js";
import { guardSchema } from "./guard/guard.js";

/** The arguments that all sets have; `member` and `members` name what `exclude` lists. */
export const setFields = (member: string, members: string) => ({
  exclude: z
    .array(seen(`${member} or a pattern must be a string`), {
      error: `exclude must be a list of ${members}, in which * matches any characters`,
    })
    .optional(),
  allowEmpty: flag("allowEmpty").optional(),
  deletionPolicy: choice("deletionPolicy", ["retain", "apply"]).optional(),
  guard: guardSchema.optional(),
});

/** Why a set without members is refused. */
export function emptyFailures(property: string, keys: readonly string[], allowEmpty: unknown): CheckFailure[] {
  if (keys.length > 0 || allowEmpty === true) return [];
  return [{ property, reason: "the set is empty; if you mean that, set allowEmpty: true" }];
}

/** The known patterns of an unchecked `exclude`. */
export function patternsOf(exclude: unknown): string[] {
  return Array.isArray(exclude) ? exclude.filter((one) => typeof one === "string") : [];
}
