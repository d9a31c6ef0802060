import * as pulumi from "@pulumi/pulumi";

/**
 * Members with null where one is undefined. The engine leaves out what is undefined, and a member that is left out is one
 * that is dropped; a null is refused by name.
 */
export function nullForUndefined<Members extends object>(members: Members): Members {
  // An output copies what a promise holds, and loses the key that `fill` refuses.
  const later: unknown = members instanceof Promise ? members.then(fill) : members;
  const filled = isLater(later) ? asOutput(later).apply(fill) : fill(members);
  return filled as Members;
}

function fill(members: unknown): unknown {
  if (typeof members !== "object" || members === null) return members;
  // An object that the SDK makes on the way to the engine takes it for its prototype: the member would be gone unseen.
  if (Object.hasOwn(members, "__proto__")) throw new pulumi.RunError('"__proto__" can be no member\'s key');
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
