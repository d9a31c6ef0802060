import type { dynamic } from "@pulumi/pulumi";
import { inQueue } from "../client/pacing/queue-context.js";
import type { CheckFailure } from "../plan/args/check-args.js";
import { hasUnknown } from "../plan/args/fields.js";
import { samePolicies, storedPolicies } from "../plan/args/policies.js";
import type { Guard } from "../plan/guard/guard.js";
import type { Lines } from "../plan/text/listed.js";
import type { Applied, Plan, Properties, Resource } from "../resources/resource.js";
import { propertiesShown } from "../resources/shown.js";
import { allowedByEnvironment, GuardRefusal } from "../session/removals.js";
import type { Session } from "../session/session.js";
import { configured, type OpenSession } from "./configured.js";
import { declareAll, declareFound, hold, takenUnseen } from "./declare.js";
import { asFailures, PartialError } from "./errors.js";
import { judgeArguments } from "./judge-arguments.js";
import { doubtsOf, refusalOf } from "./judge-plan.js";
import { noteFailures } from "./note-failures.js";
import { declaredOnly, storedOnly } from "./properties.js";

/** Adapts a resource to the calls of the Pulumi engine. */
export function lifecycle<Inputs extends object, Outputs extends object, P extends Plan>(
  resource: Resource<Inputs, Outputs, P>,
  open: OpenSession,
): dynamic.ResourceProvider<Properties, Properties> {
  const engine = configured(open);
  const steps = new Lifecycle(resource, engine);
  return noteFailures(engine.current, resource.label, {
    configure: engine.configure,
    check: (olds, news) => steps.check(olds, news),
    diff: (id, olds, news) => steps.diff(id, olds, news),
    create: (inputs) => steps.create(inputs),
    read: (id, props) => steps.read(id, props),
    update: (id, olds, news) => steps.update(id, olds, news),
    delete: (id, props) => steps.delete(id, props),
  });
}

class Lifecycle<Inputs extends object, Outputs extends object, P extends Plan> {
  readonly #resource: Resource<Inputs, Outputs, P>;
  readonly #current: () => Session;
  readonly #explained: ReturnType<typeof configured>["explained"];

  constructor(resource: Resource<Inputs, Outputs, P>, { current, explained }: ReturnType<typeof configured>) {
    this.#resource = resource;
    this.#current = current;
    this.#explained = explained;
  }

  check(olds: Properties, news: Properties) {
    const resource = this.#resource;
    return this.#explained("check", resource.label(news), async () => {
      const { declared, beside, urn, ofKind, lost, failures } = judgeArguments(resource.args, news, this.#current);
      // Nothing can be planned until these are known.
      const undecided = resource.members === undefined ? [] : resource.undecided(declared);
      failures.push(...asFailures(undecided.filter(({ property }) => property !== resource.members)));
      if (failures.length > 0) {
        hold(this.#current, resource, declared, lost, urn);
        return { inputs: declared, failures };
      }
      const session = this.#current();
      // Sets name their members themselves.
      const kind = resource.members ?? resource.object;
      session.takenOver.expect(kind, { urn, of: ofKind });
      session.declarations.begin();
      session.declarations.noteBeside(beside);
      if (session.config.accountId !== undefined) await session.proof.owner();
      const checkFailures = urn === undefined ? [] : declareAll(session, resource, declared as Inputs, urn);
      const stored = Object.keys(olds ?? {}).length > 0 ? declaredOnly(olds) : undefined;
      const preview = await resource.preview(session, declared as Inputs, stored);
      const { plan, lines, inputs = declared } = preview;
      // Stored inputs say less than outputs, so a stored resource is judged when it is compared.
      const refusal = stored === undefined ? await refusalOf(session, guardOf(declared), plan) : undefined;
      const found = urn === undefined ? [] : declareFound(session, resource, preview, urn);
      // As arguments of one call, a hundred thousand would not fit.
      for (const failure of [...plan.checkFailures, ...found, ...takenUnseen(resource, plan, beside)]) {
        checkFailures.push(failure);
      }
      if (refusal !== undefined) checkFailures.push({ property: "guard", reason: refusal });
      // A refusal already names the losses.
      logOnce(
        session,
        refusal === undefined ? this.#withDoubts(session, declared, plan, lines) : withoutLosses(lines),
        urn,
      );
      const takenOver = checkFailures.length === 0 ? preview.takenOver : undefined;
      session.takenOver.checked(kind, `${resource.object}s`, takenOver);
      const failed = new Map(asFailures(checkFailures).map((failure) => [failure.reason, failure]));
      return { inputs: { ...inputs, ...propertiesShown(resource.shown, plan) }, failures: [...failed.values()] };
    });
  }

  diff(id: string, olds: Properties, news: Properties) {
    const resource = this.#resource;
    return this.#explained("compare", resource.label({ ...olds, id }), async () => {
      const declared = this.#argumentsOf(news);
      // For a delete-before-create replacement the engine compares with unknown inputs before this run's check, which judges
      // the replacement.
      if (resource.undecided(declared as Properties).length > 0) return { changes: true, deleteBeforeReplace: false };
      const session = this.#current();
      const stored = this.#recalled(outputsOf<Outputs>(olds), news);
      const { plan, lines, changes, replaces = [] } = await resource.compare(session, id, declared, stored, news);
      // A refresh compares without a check before it. It only shows what it found; the next preview judges that.
      if (session.declarations.hasAny) {
        await pass(session, guardOf(declared), plan);
        resource.onApproved?.(session, plan);
      }
      logOnce(session, session.declarations.hasAny ? this.#withDoubts(session, declared, plan, lines) : lines);
      const isChanged =
        changes || replaces.length > 0 || hasUnknown(declared) || !samePolicies(resource.policies, olds, news);
      return { changes: isChanged, replaces, deleteBeforeReplace: false };
    });
  }

  create(inputs: Properties) {
    const resource = this.#resource;
    return this.#explained("create", resource.label(inputs), async () => {
      const session = this.#current();
      const declared = this.#argumentsOf(inputs);
      const label = resource.label(inputs);
      const account = resource.accountOf(undefined, declared as Properties);
      const { accountId } = await session.enterToWrite(account, label);
      const newId = resource.newId?.(accountId, session.random);
      const stored = resource.recalling && this.#recalled({} as Outputs, inputs);
      const { outputs, failures, id = newId ?? "" } = await this.#carryOut(session, declared, stored, newId);
      const outs = { ...outputs, ...storedPolicies(resource.policies, inputs) };
      if (failures.length > 0) throw new PartialError(id, outs, inputs, failures);
      return { id, outs };
    });
  }

  read(id: string, props: Properties = {}) {
    const resource = this.#resource;
    return this.#explained("read", resource.label({ ...props, id }), async () => {
      const session = this.#current();
      const stored: Properties = storedOnly(props);
      const account = resource.accountOf(id, stored);
      const { owner, isSuspended } = await session.prove(account, resource.label({ ...stored, id }));
      const reading = resource.read(session, id, stored as Partial<Outputs>);
      // A suspended account may refuse the read, or show nothing any more.
      reading.catch(() => undefined);
      if (account !== undefined && (await isSuspended())) return { id, props: stored };
      const found = await reading;
      // The engine treats a response without an id as a deletion, but a resource that is only read must fail instead.
      if (found === undefined && account === undefined) {
        throw new Error(`account ${owner.accountId} has no such object.`);
      }
      if (found === undefined) return { id: "", props: {} };
      const kept = storedPolicies(resource.policies, stored);
      const inputs = account !== undefined && found.inputs && { inputs: { ...found.inputs, ...kept } };
      return { id: found.id ?? id, props: { ...found.outputs, ...kept }, ...inputs };
    });
  }

  update(id: string, olds: Properties, news: Properties) {
    const resource = this.#resource;
    return this.#explained("update", resource.label({ ...olds, id }), async () => {
      const session = this.#current();
      const stored = this.#recalled(outputsOf<Outputs>(olds), news);
      const declared = this.#argumentsOf(news);
      const kept = storedPolicies(resource.policies, declared as Properties);
      const arePoliciesNew = !samePolicies(resource.policies, stored as Properties, declared as Properties);
      if (arePoliciesNew && (await resource.isAsDeclared?.(session, id, declared, stored))) {
        const rest = Object.entries(stored).filter(([key]) => !(key in resource.policies));
        return { outs: { ...Object.fromEntries(rest), ...kept } };
      }
      const label = resource.label({ ...olds, id });
      await session.enterToWrite(resource.accountOf(id, stored as Properties), label);
      const { outputs, failures } = await this.#carryOut(session, declared, stored, id);
      const outs = { ...outputs, ...kept };
      if (failures.length > 0) throw new PartialError(id, outs, news, failures);
      return { outs };
    });
  }

  delete(id: string, props: Properties) {
    const resource = this.#resource;
    return this.#explained("delete", resource.label({ ...props, id }), async () => {
      const session = this.#current();
      const stored = outputsOf<Outputs>(props);
      const { deletionPolicy = resource.policies.deletionPolicy } = stored as { deletionPolicy?: unknown };
      const label = resource.label({ ...props, id });
      const leave = (why: string) => session.log.info(`${label} is left as it is: ${why}.`);
      session.failedSteps.refuseDeletion();
      if (deletionPolicy === "retain") return leave('deletionPolicy is "retain"');
      const isHeld = (key: string) => session.declarations.holds(resource.object, key);
      if (resource.members === undefined && resource.keys(stored as Properties).some(isHeld)) {
        return leave("another resource of this program declares it");
      }
      const account = resource.accountOf(id, stored as Properties);
      const isSuspended = async () => (await session.enter(account, label)).suspended;
      const gone = `${label} goes with its account ${account}, which is suspended and will be deleted: nothing was sent.`;
      if (await isSuspended()) return session.log.info(gone);
      try {
        const { failures } = await this.#carryOut(session, undefined, stored, id);
        if (failures.length > 0) throw new Error(failures.join("\n"));
      } catch (error) {
        if (error instanceof GuardRefusal) throw allowedByEnvironment(error, session.config.guard);
        // This process may have closed the account in the meantime, by deleting its AccountSettings.
        if (!(await isSuspended())) throw error;
        session.log.info(gone);
      }
    });
  }

  /** Plan, guards, apply. A set has its own queue, so that other resources need not wait for a huge one. */
  #carryOut(
    session: Session,
    declared: Inputs | undefined,
    stored: Outputs | undefined,
    id: string | undefined,
  ): Promise<Applied<Outputs>> {
    const resource = this.#resource;
    const work = async () => {
      const plan = await resource.plan(session, declared, stored, id);
      await pass(session, guardOf(declared ?? stored ?? {}), plan);
      session.removals.add(plan.removals?.length ?? 0);
      const applied = await resource.apply(session, declared, stored, plan);
      for (const text of applied.done ?? []) session.log.info(text);
      return applied;
    };
    return resource.members === undefined || id === undefined ? work() : inQueue(id, work);
  }

  /** The lines, with what the guards may refuse when a single resource is written. A set's guards are certain. */
  #withDoubts(session: Session, declared: object, plan: Plan, { warnings, ...lines }: Lines): Lines {
    const found = doubtsOf(session, guardOf(declared), plan);
    return { ...lines, warnings: this.#resource.members === undefined ? [...found, ...warnings] : warnings };
  }

  #argumentsOf(inputs: Properties): Inputs {
    const { shown } = this.#resource;
    const entries = Object.entries(declaredOnly(inputs)).filter(([key]) => !Object.hasOwn(shown, key));
    return Object.fromEntries(entries) as Inputs;
  }

  #recalled(stored: Outputs, news: Properties): Outputs {
    return this.#resource.recalling?.(stored, declaredOnly(news)) ?? stored;
  }
}

function outputsOf<Outputs>(properties: Properties): Outputs {
  return storedOnly(properties) as Outputs;
}

function guardOf(of: object): Guard | undefined {
  return "guard" in of ? (of.guard as Guard | undefined) : undefined;
}

/** Mistakes and guards stop the whole plan before its first write. */
async function pass(session: Session, guard: Guard | undefined, plan: Plan): Promise<void> {
  refuse(plan.checkFailures);
  const refusal = await refusalOf(session, guard, plan);
  if (refusal !== undefined) throw new GuardRefusal(refusal);
}

function refuse(checkFailures: readonly CheckFailure[]): void {
  if (checkFailures.length === 0) return;
  throw new Error(checkFailures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
}

function withoutLosses({ warnings, infos }: Lines): Lines {
  return { warnings, infos };
}

/** Logs losses first, and nothing twice. */
function logOnce({ log, seenMessages }: Session, { losses = [], warnings, infos }: Lines, urn?: string): void {
  for (const text of [...losses, ...warnings]) if (seenMessages.isNew(text, urn)) log.warn(text, urn);
  for (const text of infos) if (seenMessages.isNew(text, urn)) log.info(text, urn);
}
