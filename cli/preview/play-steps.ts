import type { dynamic } from "@pulumi/pulumi";
import { type AnyResource, providerOf, RESOURCE_CLASSES } from "../../provider/engine/resource-classes.js";
import { UNKNOWN } from "../../provider/plan/index.js";
import { CLASSES, type ResourceClass } from "../../provider/plan/objects.js";
import { plainKeys } from "../../provider/plan/plain-keys.js";
import { BESIDE, DECLARATION } from "../../provider/plan/property-names.js";
import type { Session } from "../../provider/session/session.js";
import type { PreviewedStep } from "./read-preview.js";

/**
 * Carries out the steps of a preview as `up` would, in their order, with the provider's own check, comparison and writes.
 * Like an update, it begins nothing more after a failure.
 *
 * @returns what failed; empty if the run went through
 */
export async function playSteps(session: Session, steps: readonly PreviewedStep[]): Promise<string[]> {
  const config = { get: () => undefined, require: () => "" };
  const providers = new Map<ResourceClass, dynamic.ResourceProvider>();
  for (const name of new Set(steps.map((step) => step.class))) {
    const provider = providerOf(name, session);
    await provider.configure?.({ config });
    providers.set(name, provider);
  }
  for (const step of steps) {
    try {
      await play(providers.get(step.class), step, steps);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return [`${nameOf(step.urn)}: ${error.message}`];
    }
  }
  return [];
}

async function play(
  provider: dynamic.ResourceProvider | undefined,
  step: PreviewedStep,
  steps: readonly PreviewedStep[],
): Promise<void> {
  const { op, id, olds, inputs } = step;
  const { members, shown }: AnyResource = RESOURCE_CLASSES[step.class];
  if (inputs === undefined) {
    await provider?.delete?.(id, olds.outputs);
    return;
  }
  const isNew = op === "create" || op === "create-replacement";
  const beside = members !== undefined && { [BESIDE]: besideOf(step, steps) };
  // Check adds these to the inputs again.
  const declared = Object.entries(inputs).filter(([key]) => !Object.hasOwn(shown, key));
  const news = { ...Object.fromEntries(declared), [DECLARATION]: step.urn, ...beside };
  const judged = await provider?.check?.(isNew ? {} : olds.inputs, news);
  const [failure] = judged?.failures ?? [];
  if (failure !== undefined) throw new Error(failure.reason);
  const checked = judged?.inputs ?? inputs;
  if (isNew) await provider?.create(checked);
  else if ((await provider?.diff?.(id, olds.outputs, checked))?.changes) {
    await provider?.update?.(id, olds.outputs, checked);
  }
}

/** The objects that the program declares in other resources, as the program itself sends them with each set. */
function besideOf({ urn }: PreviewedStep, steps: readonly PreviewedStep[]): { role: string[]; user: string[] } {
  const others = steps.filter((one) => one.urn !== urn && one.inputs !== undefined);
  const keysOf = ({ class: of, inputs = {} }: PreviewedStep) =>
    plainKeys(of, Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== UNKNOWN)));
  const declared = (object: string) => others.filter((one) => CLASSES[one.class].object === object).flatMap(keysOf);
  return { role: declared("role"), user: declared("user") };
}

/** `Role auditor`, from the URN of the resource. */
export function nameOf(urn: string): string {
  const [, , type = "", ...name] = urn.split("::");
  return `${type.split(":").at(-1)} ${name.join("::")}`;
}
