import type { dynamic } from "@pulumi/pulumi";
import { parseUrn } from "./account-proof.js";
import { ConfigError } from "./client/index.js";
import { nameOf } from "./declarations.js";
import { type Difference, describeDifferences } from "./plan/difference.js";
import { hasUnknown } from "./plan/fields.js";
import { findMistakes, type Mistake } from "./plan/mistakes.js";
import { samePolicies, storedPolicies } from "./plan/policies.js";
import type { Properties, ResourceKind } from "./resource-kind.js";
import type { Session } from "./session.js";

const PROVIDER = "__provider";
/** The URN of the declaring resource; the program sends it for check alone, which never passes it on. */
const DECLARATION = "__declaration";

/** Opens the process's session from the stack's configuration; throws a ConfigError. */
export type OpenSession = (config: dynamic.Config) => Session;

/** Adapts a kind of resource to the calls of the Pulumi engine. */
export function lifecycle<Inputs, Outputs extends { cloudOneUrn: string }>(
  kind: ResourceKind<Inputs, Outputs>,
  open: OpenSession,
): dynamic.ResourceProvider<Properties, Properties> {
  let session: (() => Session) | undefined;
  const current = (): Session => {
    if (session === undefined) throw new Error("The engine sent a request before the configuration.");
    return session();
  };

  return {
    // The engine does not wait for configure: nothing here may be put off.
    async configure({ config }) {
      let opened: Session | undefined;
      session = () => {
        opened ??= open(config);
        return opened;
      };
    },

    check: (olds, news) =>
      explained("check", kind.label(news), true, async () => {
        const { [DECLARATION]: owner, ...declared } = declaredOnly(news);
        const stored = Object.keys(olds ?? {}).length > 0 ? olds : undefined;
        const plain = findMistakes(kind.plan, declared);
        if (plain.length > 0) return { inputs: declared, failures: asFailures(plain) };
        let open: Session;
        try {
          open = current();
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          return { inputs: declared, failures: [{ property: "", reason: error.message }] };
        }
        if (open.config.accountId !== undefined) await open.proof.caller();
        const urn = typeof owner === "string" ? owner : undefined;
        const { inputs = declared, mistakes } = await kind.check(declared, {
          session: open,
          stored,
          info: (text) => open.log.info(text, urn),
          warn: (text) => open.log.warn(text, urn),
        });
        return { inputs, failures: asFailures([...mistakes, ...duplicates(open, kind, inputs, urn)]) };
      }),

    diff: (_id, olds, news) =>
      explained("compare", kind.label(olds), true, async () => {
        const stored = olds as Properties as Outputs;
        const declared = declaredOnly(news) as Inputs;
        for (const text of kind.warnings?.(stored, declared) ?? []) current().log.warn(text);
        const { replaces, noted = false } = await kind.identity(current(), stored, declared);
        const changes =
          noted ||
          replaces.length > 0 ||
          hasUnknown(declared) ||
          kind.differences(declared, olds).length > 0 ||
          !samePolicies(kind.policies, olds, news);
        return { changes, replaces, deleteBeforeReplace: false };
      }),

    create: (inputs) =>
      explained("create", kind.label(inputs), false, async () => {
        const declared = declaredOnly(inputs);
        const { id, outputs } = await kind.create(current(), declared as Inputs);
        const outs = { ...outputs, ...storedPolicies(kind.policies, declared) };
        const kept = kind.differences(declared as Inputs, outs);
        if (kept.length > 0) throw new PartialCreateError(id, { ...outs, [PROVIDER]: inputs[PROVIDER] }, kept);
        return { id, outs };
      }),

    read: (id, props = {}) =>
      explained("read", kind.label({ ...props, id }), true, async () => {
        const stored = storedOnly(props);
        const { suspended } = await current().enter(parseUrn(stored.cloudOneUrn)?.accountId, kind.label(stored));
        if (suspended) return { id, props: stored };
        const found = await kind.read(current(), id, stored as Partial<Outputs>);
        if (found === undefined) return { id: "", props: {} };
        const policies = storedPolicies(kind.policies, stored);
        const outs = { ...found.outputs, ...policies };
        const drifted = stored.cloudOneUrn !== undefined && kind.differences(stored as Inputs, outs).length > 0;
        return { id, props: outs, ...(drifted && { inputs: { ...found.inputs, ...policies } }) };
      }),

    update: (id, olds, news) =>
      explained("update", kind.label(olds), false, async () => {
        const stored = storedOnly(olds) as Outputs;
        const declared = declaredOnly(news);
        const policies = storedPolicies(kind.policies, declared);
        if (await isPolicyChangeOnly(stored, declared)) {
          const rest = Object.entries(stored).filter(([key]) => !(key in kind.policies));
          return { outs: { ...Object.fromEntries(rest), ...policies } };
        }
        await current().enterToWrite(parseUrn(stored.cloudOneUrn)?.accountId, kind.label(olds));
        const outs = { ...(await kind.update(current(), id, stored, declared as Inputs)), ...policies };
        const kept = kind.differences(declared as Inputs, outs);
        if (kept.length > 0) throw new PartialCreateError(id, { ...outs, [PROVIDER]: news[PROVIDER] }, kept);
        return { outs };
      }),

    delete: (id, props) =>
      explained("delete", kind.label(props), true, async () => {
        const stored = storedOnly(props) as Outputs;
        const open = current();
        const label = kind.label(props);
        if ("deletionPolicy" in stored && stored.deletionPolicy === "retain") {
          open.log.info(`${label} is left as it is: deletionPolicy is "retain".`);
          return;
        }
        if (kind.holds(stored).some((key) => open.declarations.holds(kind.kind, key))) {
          open.log.info(`${label} is left as it is: another resource of this program declares it.`);
          return;
        }
        const account = parseUrn(stored.cloudOneUrn)?.accountId;
        const skip = async () => (await open.enter(account, label)).suspended;
        const gone = `${label} goes with its account ${account}, which is suspended and will be deleted: nothing was sent.`;
        if (await skip()) return open.log.info(gone);
        try {
          await kind.delete(open, id, stored);
        } catch (error) {
          // This process may have closed the account meanwhile, in the deletion of its AccountSettings.
          if (!(await skip())) throw error;
          open.log.info(gone);
        }
      }),
  };

  async function isPolicyChangeOnly(stored: Outputs, declared: Properties): Promise<boolean> {
    if (samePolicies(kind.policies, stored, declared)) return false;
    if (kind.differences(declared as Inputs, stored).length > 0) return false;
    const { replaces, noted = false } = await kind.identity(current(), stored, declared as Inputs);
    return replaces.length === 0 && !noted;
  }
}

/** The write went through, yet the object is not as declared: what is there is kept in the state. */
class PartialCreateError extends Error {
  override name = "PartialCreateError" as const;
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: string[];

  constructor(id: string, properties: Properties, kept: Difference[]) {
    const reason =
      "The API accepted the write, but what it shows now is not as declared (now → declared):\n" +
      `${describeDifferences(kept)}\nDeclare what the API keeps, or run again if someone else changed it meanwhile.`;
    super(reason);
    this.id = id;
    this.properties = properties;
    this.reasons = [reason];
  }
}

/** Outputs and inputs carry no undefined and no null: an absent value is one that is not declared. */
function declaredOnly(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(([key, value]) => key !== PROVIDER && value !== undefined && value !== null),
  );
}

const storedOnly = (properties: Properties): Properties => {
  const { [DECLARATION]: _, ...rest } = declaredOnly(properties);
  return rest;
};

/** Failures name their property in the text: the engine prints the value of a property that a failure names. */
function asFailures(mistakes: Mistake[]): dynamic.CheckFailure[] {
  return mistakes.map(({ property, reason }) => ({ property: "", reason: `${property}: ${reason}` }));
}

function duplicates<Inputs, Outputs extends { cloudOneUrn: string }>(
  session: Session,
  kind: ResourceKind<Inputs, Outputs>,
  inputs: Properties,
  urn: string | undefined,
): Mistake[] {
  if (urn === undefined) return [];
  const others = kind.holds(inputs).map((key) => session.declarations.declare(kind.kind, key, urn));
  const other = others.find((owner) => owner !== undefined);
  if (other === undefined) return [];
  const reason = `${kind.label(inputs)} is declared twice: by '${nameOf(other)}' and by '${nameOf(urn)}'. Keep one of them`;
  return [{ property: kind.kind, reason }];
}

/** A step of a resource's life cycle that could not be done. */
class StepError extends Error {
  override name = "StepError" as const;
  readonly #title: string;

  constructor(title: string, cause: Error) {
    super(`${title}: ${cause.message}`, { cause });
    this.#title = title;
  }

  /** The engine prints a failed step under the stack as well; there the title is enough. */
  override toString(): string {
    return `${this.#title}; the reason stands with the resource`;
  }
}

/** Says on which object which step failed. The engine shows the message alone, and for some steps the stack too. */
async function explained<T>(step: string, label: string, hideStack: boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof PartialCreateError) throw error;
    const failure = new StepError(`Cannot ${step} ${label}`, error);
    if (hideStack) failure.stack = "";
    throw failure;
  }
}
