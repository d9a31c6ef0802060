import * as pulumi from "@pulumi/pulumi";

/**
 * The members, with null for each undefined one. The engine leaves out undefined values, so the member would look dropped;
 * the check refuses null and names the member.
 */
export function nullForUndefined<Members extends object>(members: Members): Members {
  // An output copies the value of a promise and would lose the key that `fill` refuses.
  const later: unknown = members instanceof Promise ? members.then(fill) : members;
  const filled = isLater(later) ? asOutput(later).apply(fill) : fill(members);
  return filled as Members;
}

function fill(members: unknown): unknown {
  if (typeof members !== "object" || members === null) return members;
  // The SDK would make it the prototype of an object that it builds for the engine, and the member would vanish silently.
  if (Object.hasOwn(members, "__proto__")) throw new pulumi.RunError('"__proto__" cannot be the key of a member');
  return Object.fromEntries(
    Object.entries(members).map(([key, value]: [string, unknown]) => [
      key,
      isLater(value) ? asOutput(value).apply(orNull) : orNull(value),
    ]),
  );
}

const orNull = (value: unknown) => (value === undefined ? null : value);

const isLater = (value: unknown): boolean => pulumi.Output.isInstance(value) || value instanceof Promise;

const asOutput = (value: unknown) => pulumi.output(value as Promise<unknown>) as pulumi.Output<unknown>;
