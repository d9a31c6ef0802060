import { fitInLine, listed } from "../text/listed.js";
import { printable } from "../text/printable.js";

/** Where to find everyone that a message only counts. */
export const IN_ACCESS = "everyone's role: npx pulumi-cloudone access";

/** How the holders of a role are named; {@link countHolders} counts them by that. */
export const holderName = {
  user: ({ email, state }: { email: string; state: string }) =>
    `user ${email}${state === "enabled" ? "" : ` (${state})`}`,
  apiKey: ({ id, alias }: { id: string; alias?: string | undefined }) =>
    `API key ${id}${alias ? ` (${printable(alias)})` : ""}`,
  invitation: (email: string, remark: string | undefined) =>
    `invitation of ${email}${remark === undefined ? "" : ` (${printable(remark)})`}`,
  samlUser: ({ subject, urn }: { subject: string; urn: string }) => `SAML user ${printable(subject) || urn}`,
};

const KINDS: readonly (readonly [RegExp, string, string])[] = [
  [/^user [^(]*$/, "enabled user", "enabled users"],
  [/^user /, "other user", "other users"],
  [/^API key /, "API key", "API keys"],
  [/^invitation of /, "invitation", "invitations"],
  [/^SAML user /, "SSO person", "SSO people"],
];

/** How many holders there are of each kind, and their names. */
export function countHolders(holders: readonly string[]): { counts: string; names: string[] } {
  const byKind = Map.groupBy(holders, (name) => KINDS.find(([pattern]) => pattern.test(name)));
  const counts = KINDS.flatMap((kind) => {
    const { length } = byKind.get(kind) ?? [];
    const [, one, many] = kind;
    return length === 0 ? [] : `${length} ${length === 1 ? one : many}`;
  });
  // Not a name, but what stands for holders that cannot be read.
  const others = byKind.get(undefined) ?? [];
  const isOther = new Set(others);
  const names = holders.filter((name) => !isOther.has(name)).toSorted();
  return { counts: [...counts, ...others].join(", "), names };
}

/** A sentence that ends with the holders: `role x is held by user a, user b`; if there are many, a count and the first few. */
export function heldBy(head: string, holders: readonly string[], advice = ""): string {
  if (fitInLine(holders)) return `${head} ${holders.join(", ")}${advice && `. ${advice}`}`;
  const { counts, names } = countHolders(holders);
  return listed(`${head} ${counts}`, names, { advice, rest: IN_ACCESS });
}
