import type { ArgsSpec, CheckFailure } from "../plan/args/check-args.js";
import type { Policies } from "../plan/args/policies.js";
import type { Removal } from "../plan/guard/guard.js";
import type { ObjectKind } from "../plan/objects.js";
import type { DeclaredObjects, StoredResource } from "../plan/stored/declared.js";
import type { ExportedAccount, ExportedResource, ExportStyle } from "../plan/stored/exported.js";
import type { Lines } from "../plan/text/listed.js";
import type { Remembered } from "../plan/users/remembered.js";
import type { Session } from "../session/session.js";
import type { Shown } from "./shown.js";

/** Inputs or outputs as the engine passes them; check has validated their shape. */
export type Properties = Record<string, unknown>;

/** What every plan has in common. */
export interface Plan {
  checkFailures: readonly CheckFailure[];
  /** Removals that the guards judge before the first write; a plan without them has each write judged by itself. */
  removals?: readonly Removal[];
  /** How many objects the plan is about, for a guard that bounds a fraction of them. */
  scope?: number;
  admins?: { now: number; after: number };
  /** The same for a single resource, which does not know what the rest of the run will do, so it refuses nothing. */
  adminsForecast?: { now: number; after: number };
  /** Users that the guard protects by an earlier address. */
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
  /** The inputs, completed with what the account says. */
  inputs?: Properties;
  /** Further keys of the declared objects that only the account knows, with the objects' names. */
  keysById?: ReadonlyMap<string, string>;
}

/** What a comparison says beside its plan. */
interface Comparison<P> {
  plan: P;
  lines: Lines;
  /** Whether an update has anything to write or to store. */
  changes: boolean;
  /** The properties that make it another object. */
  replaces?: string[];
}

/** The result of carrying out a plan, with a line for each failure. */
export interface Applied<Outputs> {
  /** The id of what was created; a set already has its own. */
  id?: string;
  outputs: Outputs;
  failures: string[];
  /** What was done with what is no longer declared, a line each: the engine only says that it deletes. */
  done?: readonly string[];
}

/** One resource: what the engine's adaptor needs to run its life cycle. */
export interface Resource<Inputs, Outputs extends object, P extends Plan> {
  readonly object: ObjectKind;
  readonly args: ArgsSpec;
  readonly policies: Policies;
  /** The argument that holds the members of a set. */
  readonly members?: "roles" | "users";
  readonly shown: Shown<P>;
  /** The resource's name in messages, such as `role auditor`; the properties have the id, if there is one. */
  label(properties: Properties): string;
  /** The account of a stored resource, or the one that is declared. */
  accountOf(id: string | undefined, properties: Properties): string | undefined;
  /** The id of a new set; a single object has its own. */
  newId?(accountId: string, random: () => number): string;
  /** The keys under which a declaration holds its objects in this run; only known ones. */
  keys(declared: Properties): string[];
  /** Tells which objects the resource acts on without declaring them. */
  coversUndeclared?(declared: Inputs): ((key: string) => boolean) | undefined;
  /** Values that are not known yet and without which there is nothing to plan. */
  undecided(declared: Properties): CheckFailure[];
  /** The outputs with what the inputs remember, since every `up` stores the inputs. */
  recalling?(stored: Outputs, inputs: Properties): Outputs;

  /** The plan of a check; `stored` are the stored inputs. For a stored resource it asks the server nothing. */
  preview(session: Session, declared: Inputs, stored: Properties | undefined): Promise<Preview<P>>;
  /** The plan of a comparison with the stored outputs; undefined `replaces` means that it is the same object. */
  compare(session: Session, id: string, declared: Inputs, stored: Outputs, news: Properties): Promise<Comparison<P>>;
  /** Whether the stored object is as declared, apart from policies: these are then stored without a request. */
  isAsDeclared?(session: Session, id: string, declared: Inputs, stored: Outputs): Promise<boolean>;
  /** The plan of a write; a deletion has nothing `declared`, a creation has nothing `stored`. */
  plan(session: Session, declared: Inputs | undefined, stored: Outputs | undefined, id?: string): Promise<P>;
  /** The keys of objects that lose access by the plan, as no known declaration has them. */
  keysLosing?(plan: P): string[];
  /** Called once the guards have passed the plan: notes what a later step of this process may finish. */
  onApproved?(session: Session, plan: P): void;
  apply(
    session: Session,
    declared: Inputs | undefined,
    stored: Outputs | undefined,
    plan: P,
  ): Promise<Applied<Outputs>>;
  /** Resolves to undefined only if the object is proven gone. An `id` replaces the stored one; `inputs` mean that it has drifted. */
  read(
    session: Session,
    id: string,
    stored: Partial<Outputs>,
  ): Promise<{ id?: string; outputs: Outputs; inputs?: Properties } | undefined>;

  /** Adds what a stored resource declares to what is compared with the account. */
  declaredObjects(stored: StoredResource, into: DeclaredObjects): void;
  /** The resources of this class in an exported program. */
  exported(account: ExportedAccount, style: ExportStyle): ExportedResource[];
}
