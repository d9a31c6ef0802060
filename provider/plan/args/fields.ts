import { z } from "zod";
import { unseenCharacter, unseenEnd } from "../text/unseen-character.js";
import { idsBeforeYaml } from "./account-id.js";

/**
 * What the engine sends during preview for a value that is not known yet: a string, a whole list or one element of a list.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value, or anything inside it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

export { foldEmail } from "../text/fold-email.js";

/** A string without invisible characters, for ids, addresses and patterns. Further rules are checked after this one. */
export const seen = (error: string) => z.string({ error }).refine(...without(unseenCharacter));

/** A name that neither starts nor ends with an invisible character. */
export const seenName = (error: string) => z.string({ error }).refine(...without(unseenEnd));

/** One of these words; the error lists them. */
export function choice<const W extends readonly [string, ...string[]]>(name: string, words: W) {
  const quoted = words.map((word) => JSON.stringify(word));
  return z.enum(words, { error: `${name} must be ${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}` });
}

export const flag = (name: string) => z.boolean({ error: `${name} must be true or false` });

function without(find: (text: string) => string | undefined) {
  const error = ({ input }: { input?: unknown }) => `it has ${find(String(input))}: type it anew instead of pasting it`;
  return [(text: string) => find(text) === undefined, { error, abort: true }] as const;
}

/** A role's id: chosen by its creator, immutable, `^[a-z0-9-]+$` (vendor's users reference, `roleID`). */
export const roleId = seen("a role id is required: a string of lowercase letters, digits and hyphens").regex(
  /^[a-z0-9-]+$/,
  {
    error: "a role id must consist of lowercase letters, digits and hyphens, such as workload-auditor",
  },
);

/** `urn:cloudone:<service>:<region>:<12-digit account id>:<type>/<id>`. */
export const serviceRoleURN = seen("a service role URN must be a string").regex(
  /^urn:cloudone:[a-z0-9-]+:[a-z0-9-]+:\d{12}:[a-z-]+\/\S+$/i,
  {
    error:
      "a service role URN has the form urn:cloudone:<service>:<region>:<12-digit account id>:role/<id>, " +
      "such as urn:cloudone:workload:us-1:012345678912:role/full-access",
  },
);

/** A 12-digit account id. */
export const accountId = seen(
  "an account id must be a string of 12 digits (in quotes, since it may start with 0)",
).regex(/^\d{12}$/, { error: ({ input }) => notAnAccountId(String(input)) });

function notAnAccountId(id: string): string {
  const quoted = idsBeforeYaml(id).map((one) => `"${one}"`);
  if (quoted.length === 0) return "an account id has 12 digits";
  return `an account id has 12 digits. Without quotes, YAML reads it as a number and drops a leading 0. Write ${quoted.join(" or ")}`;
}

export const email = seen("an email address must be a string").regex(/^[^\s@/]+@[^\s@/]+$/, {
  error: "this is not an email address",
});

export const userId = seen("a user id must be a string").regex(/^[A-Za-z0-9-]+$/, {
  error: "a user id must be the UUID that the API shows for the user",
});

export const userState = choice("state", ["enabled", "disabled"]);
