import type { ArgsSpec, CheckFailure } from "../plan/check-args.js";
import type { ObjectKind } from "../plan/fields.js";
import type { Removal } from "../plan/guard.js";
import type { Policies } from "../plan/policies.js";
import type { Remembered } from "../plan/remembered.js";
import type { Session } from "../session/session.js";
import type { Properties } from "./resource.js";

/** What every plan of a set says, whatever it is made of. */
export interface SetPlan {
  actions: readonly unknown[];
  removals: readonly Removal[];
  checkFailures: readonly CheckFailure[];
  scope: number;
  admins?: { now: number; after: number };
  /** Users whom the guard protects by an address that they had. */
  protectedIds?: Remembered;
}

/** What a set has become, and what of it failed, a line a member. */
export interface SetResult<Outputs> {
  outputs: Outputs;
  failures: string[];
}

/** One kind of set: what the engine's adaptor needs to run its life cycle. */
export interface SetResource<Inputs, Outputs, Plan extends SetPlan> {
  readonly object: ObjectKind;
  readonly title: string;
  /** The first part of the id, `<prefix>/<account id>/<8 hex digits>`, and the argument that holds the members. */
  readonly prefix: "roles" | "users";
  readonly args: ArgsSpec;
  readonly policies: Policies;
  /** The keys under which the members are declared in this run. */
  keys(declared: Inputs): string[];
  /** Other keys of the same members, which only the account shows, with the members' names. */
  keysById?(plan: Plan): Map<string, string>;
  /** The keys of objects from which the plan takes what no declaration known to it has. */
  keysLosing(plan: Plan): string[];
  /** Notes what a later step of this process may finish, once the guards have judged the plan. */
  onApproved?(session: Session, plan: Plan): void;
  /** Whether a policy does without its value at preview. */
  mayBeUnknown?(policy: string, value: unknown): boolean;
  /** What the plan leaves to a later run; a deletion has none. */
  unfinished?(session: Session, plan: Plan): Promise<string[]>;
  /** Whether the set acts on an object that it does not declare. */
  coversUndeclared(declared: Inputs): ((key: string) => boolean) | undefined;
  /** What the stored inputs tell of the members, where the outputs are not at hand. */
  outputsFromInputs(session: Session, inputs: Properties): Promise<Outputs>;
  /**
   * Reads the lists, once a process, and decides. What is carried out is judged by what the account has; a forecast also
   * by what the program declares beside the set.
   */
  plan(session: Session, declared: Inputs, stored: Outputs, forecast?: boolean): Promise<Plan>;
  /** What a person should know before the run: lines for warnings, lines for information. */
  messages(plan: Plan): { warnings: string[]; infos: string[] };
  /** What preview shows as properties of the set, and update plans pin. */
  previewProperties(plan: Plan): { removals?: string[]; [key: string]: unknown };
  /** The stored outputs, with what the inputs remember beside them: these are stored by every `up`. */
  recalling?(stored: Outputs, inputs: Properties): Outputs;
  /** Whether the state is not what the plan would make it, though no action says so. */
  differsInState(declared: Inputs, stored: Outputs, plan: Plan): boolean;
  apply(session: Session, declared: Inputs, stored: Outputs, plan: Plan): Promise<SetResult<Outputs>>;
  read(session: Session, stored: Outputs): Promise<{ outputs: Outputs; inputs: Properties }>;
  /** The declaration that a deletion with policy "apply" carries out: nothing is declared any more. */
  emptyDeclaration(stored: Outputs): Inputs;
}
