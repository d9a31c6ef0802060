import type { ArgsSpec, CheckFailure } from "../plan/check-args.js";
import type { DeclaredObjects, StoredResource } from "../plan/declared.js";
import type { ExportedAccount, ExportedResource, ExportStyle } from "../plan/exported.js";
import type { Removal } from "../plan/guard.js";
import type { Lines } from "../plan/listed.js";
import type { ObjectKind } from "../plan/objects.js";
import type { Policies } from "../plan/policies.js";
import type { Remembered } from "../plan/remembered.js";
import type { Session } from "../session/session.js";

/** Inputs or outputs as the engine passes them; check has validated their shape. */
export type Properties = Record<string, unknown>;

/** What every plan says, whatever it is made of. */
export interface Plan {
  checkFailures: readonly CheckFailure[];
  /** Removals that the guards judge before the first write; a plan without them has each write judged by itself. */
  removals?: readonly Removal[];
  /** How many objects the plan is about, for a guard that bounds a fraction of them. */
  scope?: number;
  admins?: { now: number; after: number };
  /** The same for a single resource, which does not know what others of the run will do: this refuses nothing. */
  adminsForeseen?: { now: number; after: number };
  /** Users whom the guard protects by an address that they had. */
  protectedIds?: Remembered;
  /** Protected emails that no one in the account has. */
  unmatched?: readonly string[];
}

/** What a check says beside its plan. */
export interface Preview<P> {
  plan: P;
  lines: Lines;
  /** The name of an object that is as declared, so that a create writes nothing. */
  takenOver?: string;
  /** The inputs, completed by what the account says. */
  inputs?: Properties;
  /** Other keys of the declared objects, which only the account shows, with the objects' names. */
  keysById?: ReadonlyMap<string, string>;
}

/** What a comparison says beside its plan. */
export interface Comparison<P> {
  plan: P;
  lines: Lines;
  /** Whether an update has anything to write or to store. */
  changes: boolean;
  /** The properties that make it another object. */
  replaces?: string[];
}

/** What has become of the plan, and what of it failed, a line each. */
export interface Applied<Outputs> {
  /** The id of what was created; a set has its own before. */
  id?: string;
  outputs: Outputs;
  failures: string[];
  /** What has become of what is no longer declared, a line each: the engine only says that it deletes. */
  done?: readonly string[];
}

/** One resource: what the engine's adaptor needs to run its life cycle. */
export interface Resource<Inputs, Outputs extends object, P extends Plan> {
  readonly object: ObjectKind;
  readonly args: ArgsSpec;
  readonly policies: Policies;
  /** The argument that holds the members of a set. */
  readonly members?: "roles" | "users";
  /** What check adds to the inputs for people, update plans and the next check; no arguments. */
  readonly previewKeys: readonly string[];
  /** The resource's name in messages, such as `role auditor`; the properties have the id, if there is one. */
  label(properties: Properties): string;
  /** The account of a stored resource, or the one that is declared. */
  accountOf(id: string | undefined, properties: Properties): string | undefined;
  /** The id of a new set; a single object has its own. */
  newId?(accountId: string, random: () => number): string;
  /** The keys under which a declaration holds its objects in this run; only known ones. */
  keys(declared: Properties): string[];
  /** Whether the resource acts on an object that it does not declare. */
  coversUndeclared?(declared: Inputs): ((key: string) => boolean) | undefined;
  /** Values without which there is nothing to plan, and that are not known yet. */
  undecided(declared: Properties): CheckFailure[];
  /** What is remembered beside the outputs: the inputs are stored by every `up`. */
  recalling?(stored: Outputs, inputs: Properties): Outputs;

  /** The plan of a check: `stored` are the stored inputs. What is stored is not asked about. */
  preview(session: Session, declared: Inputs, stored: Properties | undefined): Promise<Preview<P>>;
  /** The plan of a comparison with the stored outputs; undefined `replaces` means that it is the same object. */
  compare(session: Session, id: string, declared: Inputs, stored: Outputs, news: Properties): Promise<Comparison<P>>;
  /** Whether the stored object is as declared, whatever the policies say, so that these are stored without a request. */
  isAsDeclared?(session: Session, id: string, declared: Inputs, stored: Outputs): Promise<boolean>;
  /** The plan of a write; nothing is `declared` of what is deleted, and nothing `stored` of what is created. */
  plan(session: Session, declared: Inputs | undefined, stored: Outputs | undefined, id?: string): Promise<P>;
  /** The keys of objects from which the plan takes what no declaration known to it has. */
  keysLosing?(plan: P): string[];
  /** Notes what a later step of this process may finish, once the guards have judged the plan. */
  onApproved?(session: Session, plan: P): void;
  /** What preview shows as properties, and update plans pin; all of them are {@link previewKeys}. */
  previewProperties?(plan: P): { removals?: string[]; [key: string]: unknown };
  apply(
    session: Session,
    declared: Inputs | undefined,
    stored: Outputs | undefined,
    plan: P,
  ): Promise<Applied<Outputs>>;
  /** Undefined is proof that the object is gone. An `id` takes the place of the stored one; `inputs` say that it has drifted. */
  read(
    session: Session,
    id: string,
    stored: Partial<Outputs>,
  ): Promise<{ id?: string; outputs: Outputs; inputs?: Properties } | undefined>;

  /** Adds what a stored resource declares, by its inputs, to what is compared with the account. */
  declaredObjects(stored: StoredResource, into: DeclaredObjects): void;
  /** The resources of this class by which an exported program declares the account. */
  exported(account: ExportedAccount, style: ExportStyle): ExportedResource[];
}
