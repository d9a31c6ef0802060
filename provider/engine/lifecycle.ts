import type { dynamic } from "@pulumi/pulumi";
import type { CheckFailure } from "../plan/check-args.js";
import { type Difference, describeDifferences } from "../plan/difference.js";
import { hasUnknown } from "../plan/fields.js";
import { samePolicies, storedPolicies } from "../plan/policies.js";
import type { Properties, Resource } from "../resources/resource.js";
import { parseUrn } from "../session/account-proof.js";
import { declareAliases, declareAll } from "../session/declarations.js";
import { allowedByEnvironment, GuardRefusal } from "../session/removals.js";
import type { Session } from "../session/session.js";
import {
  asFailures,
  configured,
  declaredOnly,
  hold,
  judgePlain,
  notingFailures,
  type OpenSession,
  PartialError,
  storedOnly,
} from "./engine-call.js";

/** Adapts a kind of resource to the calls of the Pulumi engine. */
export function lifecycle<Inputs, Outputs extends { cloudOneUrn: string }>(
  kind: Resource<Inputs, Outputs>,
  open: OpenSession,
): dynamic.ResourceProvider<Properties, Properties> {
  const { configure, current, explained } = configured(open);
  const differences = (declared: Inputs, outputs: Properties) =>
    kind.differences(declared, outputs, current().judgedAt());

  return notingFailures(current, kind.label, {
    configure,

    check: (olds, news) =>
      explained("check", kind.label(news), true, async () => {
        const { declared, beside, urn, failures } = judgePlain(kind.args, news, current);
        if (failures.length > 0) {
          hold(current, kind.object, kind.keys(declared), urn);
          return { inputs: declared, failures };
        }
        const stored = Object.keys(olds ?? {}).length > 0 ? olds : undefined;
        const open = current();
        open.declarations.noteBeside(beside);
        if (open.config.accountId !== undefined) await open.proof.caller();
        const judged = await kind.check(declared, {
          session: open,
          stored,
          info: (text) => open.log.info(text, urn),
          warn: (text) => open.log.warn(text, urn),
        });
        const { inputs = declared, checkFailures, aliases = [] } = judged;
        return { inputs, failures: asFailures([...checkFailures, ...duplicates(open, kind, inputs, aliases, urn)]) };
      }),

    diff: (_id, olds, news) =>
      explained("compare", kind.label(olds), true, async () => {
        const stored = olds as Properties as Outputs;
        const declared = declaredOnly(news) as Inputs;
        for (const text of kind.warnings?.(stored, declared, current().judgedAt()) ?? []) current().log.warn(text);
        // Where something is replaced delete-before-create, the engine asks with unknown inputs, and then deletes what would be
        // replaced before this run has checked it. Which object it is, the comparison after that check tells.
        const isKnown = !kind.identifiedBy.some((key) => hasUnknown((declared as Properties)[key]));
        const { replaces, noted = false } = isKnown
          ? await kind.identity(current(), stored, declared)
          : { replaces: [], noted: true };
        const changes =
          noted ||
          replaces.length > 0 ||
          hasUnknown(declared) ||
          differences(declared, olds).length > 0 ||
          drops(olds, declared as Properties) ||
          !samePolicies(kind.policies, olds, news);
        return { changes, replaces, deleteBeforeReplace: false };
      }),

    create: (inputs) =>
      explained("create", kind.label(inputs), false, async () => {
        const declared = declaredOnly(inputs);
        const { id, outputs } = await kind.create(current(), declared as Inputs);
        const outs = { ...(await owned(id, outputs)), ...storedPolicies(kind.policies, declared) };
        const kept = differences(declared as Inputs, outs);
        if (kept.length > 0) throw new PartialError(id, outs, inputs, [notKept(kept)]);
        return { id, outs };
      }),

    read: (id, props = {}) =>
      explained("read", kind.label({ ...props, id }), true, async () => {
        const stored = storedOnly(props);
        const isStored = stored.cloudOneUrn !== undefined;
        const { accountId, suspended } = await current().enter(
          parseUrn(stored.cloudOneUrn)?.accountId,
          kind.label({ ...stored, id }),
        );
        if (suspended && isStored) return { id, props: stored };
        const found = await kind.read(current(), id, stored as Partial<Outputs>);
        // The engine takes an answer without an id for a deletion; for an object that is only read it has no use.
        if (found === undefined && !isStored) throw new Error(`account ${accountId} has no such object.`);
        if (found === undefined) return { id: "", props: {} };
        const policies = storedPolicies(kind.policies, stored);
        const outs = { ...(await owned(found.id ?? id, found.outputs)), ...policies };
        const drifted = isStored && differences(stored as Inputs, outs).length > 0;
        return { id: found.id ?? id, props: outs, ...(drifted && { inputs: { ...found.inputs, ...policies } }) };
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
        const outs = {
          ...(await owned(id, await kind.update(current(), id, stored, declared as Inputs))),
          ...policies,
        };
        const kept = differences(declared as Inputs, outs);
        if (kept.length > 0) throw new PartialError(id, outs, news, [notKept(kept)]);
        return { outs };
      }),

    delete: (id, props) =>
      explained("delete", kind.label(props), true, async () => {
        const stored = storedOnly(props) as Outputs;
        const open = current();
        const label = kind.label(props);
        open.failedSteps.refuseDeletion();
        if ("deletionPolicy" in stored && stored.deletionPolicy === "retain") {
          open.log.info(`${label} is left as it is: deletionPolicy is "retain".`);
          return;
        }
        if (kind.keys(stored).some((key) => open.declarations.holds(kind.object, key))) {
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
          if (error instanceof GuardRefusal) throw allowedByEnvironment(error, open.config.guard);
          // This process may have closed the account meanwhile, in the deletion of its AccountSettings.
          if (!(await skip())) throw error;
          open.log.info(gone);
        }
      }),
  });

  /** What is stored names its account, also where the API leaves the URN out: without it any key could delete the object. */
  async function owned(id: string, outputs: Outputs): Promise<Outputs> {
    if (parseUrn(outputs.cloudOneUrn) !== undefined) return outputs;
    const { accountId, region } = await current().proof.caller();
    return { ...outputs, cloudOneUrn: `urn:cloudone:identity:${region}:${accountId}:${kind.object}/${id}` };
  }

  async function isPolicyChangeOnly(stored: Outputs, declared: Properties): Promise<boolean> {
    if (samePolicies(kind.policies, stored, declared)) return false;
    if (differences(declared as Inputs, stored).length > 0 || drops(stored, declared)) return false;
    const { replaces, noted = false } = await kind.identity(current(), stored, declared as Inputs);
    return replaces.length === 0 && !noted;
  }

  /** Whether a property is declared no longer: it is left as it is, and a deletion must not give it back. */
  function drops(stored: Properties, declared: Properties): boolean {
    return kind.optional.some((key) => stored[key] !== undefined && declared[key] === undefined);
  }
}

function duplicates<Inputs, Outputs extends { cloudOneUrn: string }>(
  { declarations }: Session,
  kind: Resource<Inputs, Outputs>,
  inputs: Properties,
  aliases: readonly string[],
  urn: string | undefined,
): CheckFailure[] {
  if (urn === undefined) return [];
  const name = kind.label(inputs);
  const twice = declareAll(declarations, kind.object, kind.keys(inputs), urn, name);
  return twice.length > 0 ? twice : declareAliases(declarations, kind.object, aliases, urn, name).slice(0, 1);
}

/** The write went through, yet the object is not as declared. */
function notKept(kept: Difference[]): string {
  return (
    "The API accepted the write, but what it shows now is not as declared (now → declared):\n" +
    `${describeDifferences(kept)}\nDeclare what the API keeps, or run again if someone else changed it meanwhile.`
  );
}
