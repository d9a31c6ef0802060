import type { CheckFailure } from "../plan/args/check-args.js";
import type { Plan, Preview, Properties, Resource } from "../resources/resource.js";
import { conflictsWithUnmanaged, declareAliases, declareKeys } from "../session/declarations.js";
import type { Session } from "../session/session.js";
import { withSession } from "./configured.js";

type AnyResource<Inputs, P extends Plan> = Pick<
  Resource<Inputs, object, P>,
  "object" | "members" | "keys" | "label" | "coversUndeclared" | "keysLosing"
>;

/** Declares what the resource holds in this run; returns conflicts with what other resources declare or manage. */
export function declareAll<Inputs, P extends Plan>(
  { declarations }: Session,
  resource: AnyResource<Inputs, P>,
  declared: Inputs,
  urn: string,
): CheckFailure[] {
  const { object } = resource;
  const properties = declared as Properties;
  const keys = new Map(resource.keys(properties).map((key) => [key, nameOf(resource, properties, key)]));
  const failures = declareKeys(declarations, object, keys, urn);
  const covers = resource.coversUndeclared?.(declared);
  if (covers === undefined) return failures;
  const others = declarations.claimUnmanaged({ owner: urn, kind: object, covers });
  return [
    ...failures,
    ...others.map(({ key, owner }) => ({
      property: "unmanaged",
      reason: conflictsWithUnmanaged(`${object} ${key}`, owner, urn),
    })),
  ];
}

/** Declares the further keys that the account has shown, and notes which objects lose access by the plan. */
export function declareFound<Inputs, P extends Plan>(
  { declarations }: Session,
  resource: AnyResource<Inputs, P>,
  { plan, keysById = new Map() }: Preview<P>,
  urn: string,
): CheckFailure[] {
  for (const key of resource.keysLosing?.(plan) ?? []) declarations.noteDropped(resource.object, key, urn);
  return [...keysById].flatMap(([key, name]) => declareAliases(declarations, resource.object, [key], urn, name));
}

/** A resource holds what it declares even if its check fails: no deletion of this run may take the object. */
export function hold<Inputs, P extends Plan>(
  current: () => Session,
  resource: AnyResource<Inputs, P>,
  declared: Properties,
  lost: readonly string[][],
  urn: string | undefined,
): void {
  if (urn === undefined) return;
  const keys = resource.keys(withMembers(resource.members, declared, lost));
  withSession(current, ({ declarations }) => {
    declareKeys(declarations, resource.object, new Map(keys.map((key) => [key, key])), urn);
  });
}

/** A program that is still running may declare, further down, an object that this plan takes access from. */
export function takenUnseen<Inputs, P extends Plan>(
  resource: AnyResource<Inputs, P>,
  plan: P,
  others: unknown,
): CheckFailure[] {
  const busyWith = typeof others === "object" && others !== null && "busyWith" in others ? others.busyWith : undefined;
  const losing = resource.keysLosing?.(plan) ?? [];
  if (!Array.isArray(busyWith) || losing.length === 0) return [];
  const reason =
    `the program was still busy (${busyWith.join(", ")}) while something waited for this set. It is not known what it ` +
    `declares further down, so nothing is taken from ${losing.join(", ")}. Declare the set after what the program waits for, or ` +
    "end what keeps the program busy: timers, connections, child processes";
  return [{ property: resource.members ?? "", reason }];
}

function nameOf<Inputs, P extends Plan>(
  { members, object, label }: AnyResource<Inputs, P>,
  declared: Properties,
  key: string,
): string {
  return members === undefined ? label(declared) : `${object} ${key}`;
}

/** The declaration with all members whose keys are known, with or without a value. */
function withMembers(property: string | undefined, declared: Properties, lost: readonly string[][]): Properties {
  if (property === undefined) return declared;
  const members = declared[property];
  const known = typeof members === "object" && members !== null ? members : {};
  const keys = lost.flatMap(([first, key]) => (first === property && key !== undefined ? [[key, undefined]] : []));
  return { ...declared, [property]: { ...known, ...Object.fromEntries(keys) } };
}
