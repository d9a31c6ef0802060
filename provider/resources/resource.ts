import type { ArgsSpec, CheckFailure } from "../plan/check-args.js";
import type { Difference } from "../plan/difference.js";
import type { ObjectKind } from "../plan/fields.js";
import type { Policies } from "../plan/policies.js";
import type { Session } from "../session/session.js";

/** Inputs or outputs as the engine carries them; their shape was judged in check. */
export type Properties = Record<string, unknown>;

/** What a check has to work with, beside the arguments. */
export interface CheckContext {
  session: Session;
  /** The stored inputs, where the resource is in the state already. */
  stored: Properties | undefined;
  info(text: string): void;
  warn(text: string): void;
}

/** One kind of resource: what the engine's adaptor needs to run its life cycle. */
export interface Resource<Inputs, Outputs extends { cloudOneUrn: string }> {
  readonly object: ObjectKind;
  readonly args: ArgsSpec;
  readonly policies: Policies;
  /** Properties that are stored only where they are declared: their presence says that they are compared. */
  readonly optional: readonly string[];
  /** The object's name in messages, such as `role auditor`. */
  label(properties: Properties): string;
  /** The keys under which the declaration holds its object in this run; only known ones. */
  keys(properties: Properties): string[];
  /**
   * Judges what needs a look at the account, and says what would change; may complete the inputs, and tell more keys of
   * the object than {@link keys} knows.
   */
  check(
    inputs: Properties,
    context: CheckContext,
  ): Promise<{ inputs?: Properties; checkFailures: CheckFailure[]; aliases?: readonly string[] }>;
  /** What an update would have to write, from the stored outputs, as it is declared at that time. */
  differences(declared: Inputs, outputs: Properties, now: number): Difference[];
  /** What every comparison should remind of. */
  warnings?(stored: Outputs, declared: Inputs, now: number): string[];
  /** The arguments that say which object it is. While one of them is unknown, nobody asks for the {@link identity}. */
  readonly identifiedBy: readonly string[];
  /** A change of identity: the properties that replace the resource, or that only need to be noted. */
  identity(session: Session, stored: Outputs, declared: Inputs): Promise<{ replaces: string[]; noted?: boolean }>;
  create(session: Session, inputs: Inputs): Promise<{ id: string; outputs: Outputs }>;
  /**
   * Undefined is proof that the object is gone; `differences` are judged against the stored outputs. An `id` takes the
   * place of the stored one.
   */
  read(
    session: Session,
    id: string,
    stored: Partial<Outputs>,
  ): Promise<{ id?: string; outputs: Outputs; inputs: Properties } | undefined>;
  update(session: Session, id: string, stored: Outputs, inputs: Inputs): Promise<Outputs>;
  delete(session: Session, id: string, stored: Outputs): Promise<void>;
}
