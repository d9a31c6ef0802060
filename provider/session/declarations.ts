import type { CheckFailure } from "../plan/args/check-args.js";
import type { ObjectKind } from "../plan/objects.js";

/**
 * What the running program declares, as this process has learned from its checks. A plain destroy checks nothing, so nothing
 * is declared then.
 */
export class Declarations {
  readonly #owners = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #beside = new Set<string>();
  readonly #aliases = new Map<string, string>();
  readonly #dropped = new Map<string, string>();
  readonly #authorities: Authority[] = [];
  #hasAny = false;

  /** Whether a program has declared anything to this process: a refresh and a plain destroy run none. */
  get hasAny(): boolean {
    return this.#hasAny;
  }

  /** Records that a program is running. */
  begin(): void {
    this.#hasAny = true;
  }

  /**
   * Records that `owner` (a Pulumi URN) declares the object. Returns the URN of another resource that already does.
   * The same resource may call this twice: the engine checks a replacement a second time.
   */
  declare(kind: ObjectKind, key: string, owner: string): string | undefined {
    const slot = `${kind} ${key}`;
    const first = this.#owners.get(slot) ?? this.#aliases.get(slot);
    if (!this.#owners.has(slot)) this.#owners.set(slot, owner);
    return first === undefined || first === owner ? undefined : first;
  }

  /** Like {@link declare}, for another key of an object that is already declared. */
  alias(kind: ObjectKind, key: string, owner: string): string | undefined {
    const slot = `${kind} ${key}`;
    const first = this.#owners.get(slot) ?? this.#aliases.get(slot);
    if (first === undefined) this.#aliases.set(slot, owner);
    return first === owner ? undefined : first;
  }

  /** Records that `owner` takes access from an object that no resource had declared yet. */
  noteDropped(kind: ObjectKind, key: string, owner: string): void {
    this.#dropped.set(`${kind} ${key}`, owner);
  }

  /** The other resource that takes access from the object because it was checked before this declaration. */
  dropperOf(kind: ObjectKind, key: string, owner: string): string | undefined {
    const dropper = this.#dropped.get(`${kind} ${key}`);
    return dropper === owner ? undefined : dropper;
  }

  /**
   * Records that `owner` manages every object of a kind that it `covers`. Returns those that other resources declare: an
   * authority has to exclude what others declare.
   */
  claimUnmanaged(authority: Authority): { key: string; owner: string }[] {
    if (!this.#authorities.some(({ owner }) => owner === authority.owner)) this.#authorities.push(authority);
    const prefix = `${authority.kind} `;
    return [...this.#owners]
      .filter(([slot, owner]) => slot.startsWith(prefix) && owner !== authority.owner)
      .map(([slot, owner]) => ({ key: slot.slice(prefix.length), owner }))
      .filter(({ key }) => authority.covers(key));
  }

  /** The authority of another resource that covers the object. */
  authorityOver(kind: ObjectKind, key: string, owner: string): string | undefined {
    return this.#authorities.find((one) => one.kind === kind && one.owner !== owner && one.covers(key))?.owner;
  }

  /** Records that a declaration of this run holds the object under a key that its check could not know. */
  claim(kind: ObjectKind, key: string): void {
    this.#taken.add(`${kind} ${key}`);
  }

  /** Records what the program declares elsewhere: it counts as declared, however late its own check comes. */
  noteBeside(others: unknown): void {
    if (typeof others !== "object" || others === null) return;
    for (const [kind, keys] of Object.entries(others)) {
      if ((kind !== "role" && kind !== "user") || !Array.isArray(keys)) continue;
      for (const key of keys.filter((one) => typeof one === "string")) {
        this.#beside.add(`${kind} ${key}`);
        this.claim(kind, key);
      }
    }
  }

  /** Whether the program declares the object under this key in a resource that has not been checked yet. */
  isAwaited(kind: ObjectKind, key: string): boolean {
    const slot = `${kind} ${key}`;
    return this.#beside.has(slot) && !this.#owners.has(slot) && !this.#aliases.has(slot);
  }

  /** Whether a resource of this run declares the object, under this key or another one. */
  holds(kind: ObjectKind, key: string): boolean {
    const slot = `${kind} ${key}`;
    return this.#owners.has(slot) || this.#aliases.has(slot) || this.#taken.has(slot);
  }
}

/** A set that manages every object of a kind, declared or not. */
interface Authority {
  owner: string;
  kind: ObjectKind;
  covers(key: string): boolean;
}

/** The name at the end of a Pulumi URN. */
export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** Declares the keys of one resource, with their names. Returns a failure for each that another resource declares or manages. */
export function declareKeys(
  declarations: Declarations,
  kind: ObjectKind,
  keys: ReadonlyMap<string, string>,
  urn: string,
): CheckFailure[] {
  const checkFailures: CheckFailure[] = [];
  for (const [key, name] of keys) {
    const other = declarations.declare(kind, key, urn);
    const authority = declarations.authorityOver(kind, key, urn);
    const dropper = declarations.dropperOf(kind, key, urn);
    if (other !== undefined) checkFailures.push({ property: kind, reason: twice(name, other, urn) });
    else if (authority !== undefined)
      checkFailures.push({ property: kind, reason: conflictsWithUnmanaged(name, urn, authority) });
    else if (dropper !== undefined) checkFailures.push({ property: kind, reason: tooLate(name, urn, dropper) });
  }
  return checkFailures;
}

function twice(name: string, one: string, two: string): string {
  return `${name} is declared twice: by '${nameOf(one)}' and by '${nameOf(two)}'. Keep one of them`;
}

function tooLate(name: string, owner: string, dropper: string): string {
  return (
    `${name} is declared by '${nameOf(owner)}', but '${nameOf(dropper)}', which drops it, was checked first. ` +
    `Declare '${nameOf(owner)}' before '${nameOf(dropper)}', with no await in between`
  );
}

/** Returns a failure for each key whose object another resource declares under another key. */
export function declareAliases(
  declarations: Declarations,
  kind: ObjectKind,
  keys: readonly string[],
  urn: string,
  label: string,
): CheckFailure[] {
  return keys.flatMap((key) => {
    const other = declarations.alias(kind, key, urn);
    return other === undefined ? [] : [{ property: kind, reason: twice(label, other, urn) }];
  });
}

/** Why an object cannot be declared outside a set that also manages what it does not declare. */
export function conflictsWithUnmanaged(name: string, owner: string, authority: string): string {
  return (
    `${name} is declared by '${nameOf(owner)}', but '${nameOf(authority)}' also manages what it does not declare: ` +
    "add this to its `exclude`, or declare it there"
  );
}
