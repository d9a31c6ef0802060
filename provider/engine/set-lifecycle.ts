import type { dynamic } from "@pulumi/pulumi";
import { inQueue } from "../client/pacing/queue-context.js";
import type { CheckFailure } from "../plan/check-args.js";
import { deepEqual } from "../plan/deep-equal.js";
import { hasUnknown, UNKNOWN } from "../plan/fields.js";
import { type Guard, judge, protectingToo } from "../plan/guard.js";
import { samePolicies, storedPolicies } from "../plan/policies.js";
import { remembersAny } from "../plan/remembered.js";
import type { Properties } from "../resources/resource.js";
import type { SetPlan, SetResource } from "../resources/set-resource.js";
import { conflictsWithUnmanaged, declareAliases, declareAll } from "../session/declarations.js";
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

/** What check adds to the inputs for people, update plans and the next check; the arguments of no set. */
const SHOWN: readonly string[] = [
  "removals",
  "gains",
  "invitations",
  "retiring",
  "leaving",
  "former",
  "formerDisabled",
  "excludedIds",
  "protectedIds",
];

/** Adapts a kind of set to the calls of the Pulumi engine. */
export function setLifecycle<
  Inputs extends { guard?: Guard | undefined },
  Outputs extends object,
  Plan extends SetPlan,
>(kind: SetResource<Inputs, Outputs, Plan>, open: OpenSession): dynamic.ResourceProvider<Properties, Properties> {
  const { configure, current, explained } = configured(open);
  const label = (id?: string) => (id === undefined ? `this ${kind.title}` : `${kind.title} ${id}`);
  const accountOf = (id: string) => id.split("/")[1];
  const inputsOf = (properties: Properties) => {
    const shown = (key: string) => SHOWN.includes(key);
    return Object.fromEntries(Object.entries(declaredOnly(properties)).filter(([key]) => !shown(key))) as Inputs;
  };
  const outputsOf = (properties: Properties) => storedOnly(properties) as Properties as Outputs;
  const knownOf = (olds: Properties, news: Properties) =>
    kind.recalling?.(outputsOf(olds), declaredOnly(news)) ?? outputsOf(olds);

  return notingFailures(current, () => `a ${kind.title}`, {
    configure,

    check: (olds, news) =>
      explained("check", label(), true, async () => {
        const { declared, beside: others, urn, lost, failures } = judgePlain(kind.args, news, current);
        // Without these there is nothing to plan by.
        failures.push(...asFailures(unknownPolicies(declared)));
        if (failures.length > 0) {
          hold(current, kind.object, kind.keys(withMembers(kind.prefix, declared, lost) as Inputs), urn);
          return { inputs: declared, failures };
        }
        const session = current();
        await session.proof.caller();
        session.declarations.begin();
        session.declarations.noteBeside(others);
        const inputs = declared as Inputs;
        const conflicts = urn === undefined ? [] : declareSet(session, inputs, urn);
        const stored = await kind.outputsFromInputs(session, declaredOnly(olds ?? {}));
        const plan = await kind.plan(session, inputs, stored, true);
        // The stored inputs tell less than the outputs: what is in the state already is judged when it is compared.
        const refusal = isStored(olds) ? undefined : await refusalOf(session, inputs.guard, plan);
        const checkFailures = [...conflicts, ...plan.checkFailures];
        if (urn !== undefined) {
          for (const [key, name] of kind.keysById?.(plan) ?? []) {
            checkFailures.push(
              ...declareAliases(session.declarations, kind.object, [key], urn, `${kind.object} ${name}`),
            );
          }
          for (const key of kind.keysLosing(plan)) session.declarations.noteDropped(kind.object, key, urn);
          checkFailures.push(...takenUnseen(kind, plan, others));
        }
        if (refusal !== undefined) checkFailures.push({ property: "guard", reason: refusal });
        const { warnings, infos } = kind.messages(plan);
        for (const text of warnings) session.log.warn(text, urn);
        for (const text of infos) session.log.info(text, urn);
        return { inputs: { ...declared, ...kind.previewProperties(plan) }, failures: asFailures(checkFailures) };
      }),

    diff: (id, olds, news) =>
      explained("compare", label(id), true, async () => {
        const declared = inputsOf(news);
        const stored = knownOf(olds, news);
        // Where something is replaced delete-before-create, the engine asks with unknown inputs, before this run's check.
        if (isUnplannable(declared as Properties)) return { changes: true };
        const session = current();
        await session.proof.require(accountOf(id), label(id));
        const plan = await kind.plan(session, declared, stored, true);
        // A refresh compares without any check before it: it only shows what it found, the next preview judges it.
        if (session.declarations.hasAny) {
          await pass(session, declared, plan);
          sayUnseen(session, id, plan, news.removals);
          kind.onApproved?.(session, plan);
        }
        const changes =
          hasUnknown(declared) ||
          !samePolicies(kind.policies, olds, news) ||
          kind.differsInState(declared, stored, plan) ||
          plan.actions.length > 0;
        return { changes };
      }),

    create: (inputs) =>
      explained("create", label(), false, async () => {
        const session = current();
        const { accountId } = await session.enterToWrite(undefined, label());
        const id = `${kind.prefix}/${accountId}/${randomHex(session.random)}`;
        const { outputs, failures } = await carryOut(session, id, inputsOf(inputs), knownOf({}, inputs));
        const outs = { ...outputs, ...storedPolicies(kind.policies, inputs) };
        if (failures.length > 0) throw new PartialError(id, outs, inputs, failures);
        return { id, outs };
      }),

    read: (id, props = {}) =>
      explained("read", label(id), true, async () => {
        const session = current();
        const stored = outputsOf(props);
        const { suspended } = await session.enter(accountOf(id), label(id));
        if (suspended) return { id, props: stored as Properties };
        const { outputs, inputs } = await kind.read(session, stored);
        const policies = storedPolicies(kind.policies, props);
        const outs = { ...outputs, ...policies };
        const drifted = !deepEqual({ ...stored, ...outputs }, stored);
        return { id, props: outs, ...(drifted && { inputs: { ...inputs, ...policies } }) };
      }),

    update: (id, olds, news) =>
      explained("update", label(id), false, async () => {
        const session = current();
        await session.enterToWrite(accountOf(id), label(id));
        const { outputs, failures } = await carryOut(session, id, inputsOf(news), knownOf(olds, news));
        const outs = { ...outputs, ...storedPolicies(kind.policies, news) };
        if (failures.length > 0) throw new PartialError(id, outs, news, failures);
        return { outs };
      }),

    delete: (id, props) =>
      explained("delete", label(id), true, async () => {
        const session = current();
        const stored = outputsOf(props) as Outputs & { deletionPolicy?: string; guard?: Guard };
        session.failedSteps.refuseDeletion();
        if (stored.deletionPolicy !== "apply") {
          session.log.info(`${label(id)}: its members are left as they are (deletionPolicy is "retain").`);
          return;
        }
        if ((await session.enter(accountOf(id), label(id))).suspended) {
          session.log.info(
            `${label(id)} goes with its account, which is suspended and will be deleted: nothing was sent.`,
          );
          return;
        }
        const declared = { ...kind.emptyDeclaration(stored), guard: stored.guard };
        const { failures, plan } = await carryOut(session, id, declared, stored).catch((error: unknown) => {
          throw allowedByEnvironment(error, session.config.guard);
        });
        failures.push(...((await kind.unfinished?.(session, plan)) ?? []));
        if (failures.length > 0) throw new Error(failures.join("\n"));
      }),
  });

  /** Mistakes and guards stop the whole plan before its first write. */
  async function pass(session: Session, declared: Inputs, plan: Plan): Promise<void> {
    refuse(plan.checkFailures);
    const refusal = await refusalOf(session, declared.guard, plan);
    if (refusal !== undefined) throw new GuardRefusal(refusal);
  }

  /** In a queue of its own: what stands beside a huge set need not wait for all of it. */
  function carryOut(session: Session, id: string, declared: Inputs, stored: Outputs) {
    return inQueue(id, async () => {
      const plan = await kind.plan(session, declared, stored);
      await pass(session, declared, plan);
      session.removals.add(plan.removals.length);
      return { ...(await kind.apply(session, declared, stored, plan)), plan };
    });
  }

  /** The check knows the members by the stored inputs; after a run that failed half way the outputs have more. */
  function sayUnseen(session: Session, id: string, plan: Plan, seen: unknown): void {
    const known: unknown[] = Array.isArray(seen) ? seen : [];
    const unseen = (kind.previewProperties(plan).removals ?? []).filter((removal) => !known.includes(removal));
    if (unseen.length > 0) session.log.warn(`${label(id)} also takes away: ${unseen.join("; ")}`);
  }

  function unknownPolicies(declared: Properties): CheckFailure[] {
    return [...Object.keys(kind.policies), "allowEmpty"]
      .filter((key) => hasUnknown(declared[key]) && !kind.mayBeUnknown?.(key, declared[key]))
      .map((property) => ({ property, reason: "it decides who loses what, so it must be known at preview" }));
  }

  function isUnplannable(declared: Properties): boolean {
    return Object.values(declared).includes(UNKNOWN) || unknownPolicies(declared).length > 0;
  }

  async function refusalOf(session: Session, guard: Guard | undefined, plan: Plan): Promise<string | undefined> {
    const key = await session.proof.caller();
    const { removals, scope, admins, protectedIds = {} } = plan;
    return judge(protectingToo(session.guard(guard), [...remembersAny(protectedIds)]), {
      removals,
      scope,
      key,
      ...(admins !== undefined && { admins }),
    });
  }

  function declareSet({ declarations }: Session, declared: Inputs, urn: string): CheckFailure[] {
    const checkFailures = declareAll(declarations, kind.object, kind.keys(declared), urn);
    const covers = kind.coversUndeclared(declared);
    if (covers === undefined) return checkFailures;
    const others = declarations.claimUnmanaged({ owner: urn, kind: kind.object, covers });
    return [
      ...checkFailures,
      ...others.map(({ key, owner }) => ({
        property: "unmanaged",
        reason: conflictsWithUnmanaged(`${kind.object} ${key}`, owner, urn),
      })),
    ];
  }
}

/** A program that was still at work may declare, further down, what this plan takes from. */
function takenUnseen<Inputs, Outputs, Plan extends SetPlan>(
  kind: SetResource<Inputs, Outputs, Plan>,
  plan: Plan,
  others: unknown,
): CheckFailure[] {
  const busyWith = typeof others === "object" && others !== null && "busyWith" in others ? others.busyWith : undefined;
  const losing = kind.keysLosing(plan);
  if (!Array.isArray(busyWith) || losing.length === 0) return [];
  const reason =
    `the program was still busy (${busyWith.join(", ")}) while something waited for this set, so what it declares further ` +
    `down is not known, and nothing is taken from ${losing.join(", ")}. Declare the set after what the program waits for, or ` +
    "end what keeps the program busy: timers, connections, child processes";
  return [{ property: kind.prefix, reason }];
}

/** The declaration with its members as far as their keys are known, with or without a value. */
function withMembers(property: string, declared: Properties, lost: readonly string[][]): Properties {
  const members = declared[property];
  const known = typeof members === "object" && members !== null ? members : {};
  const keys = lost.flatMap(([first, key]) => (first === property && key !== undefined ? [[key, undefined]] : []));
  return { ...declared, [property]: { ...known, ...Object.fromEntries(keys) } };
}

function isStored(inputs: Properties | undefined): boolean {
  return Object.keys(inputs ?? {}).length > 0;
}

function refuse(checkFailures: readonly CheckFailure[]): void {
  if (checkFailures.length === 0) return;
  throw new Error(checkFailures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
}

function randomHex(random: () => number): string {
  return Array.from({ length: 8 }, () => Math.floor(random() * 16).toString(16)).join("");
}
