import { UNKNOWN } from "../../provider/plan/args/fields.js";
import { HIDDEN } from "../../provider/plan/args/secret-value.js";
import type { StateResource } from "../drift/stored-resource.js";
import type { Preview, PreviewedStep } from "./read-preview.js";

/** The users as the state would declare them after the update; values that are not known yet are hidden. */
export function usersDeclaredBy({ steps }: Preview): StateResource[] {
  return steps.flatMap(({ class: kind, ...step }) => {
    if (kind !== "UserAssignment" && kind !== "UserAssignmentSet") return [];
    if (step.inputs === undefined) return [];
    return [{ kind, urn: step.urn, ...identityOf(step), inputs: withHidden(step.inputs) as StateResource["inputs"] }];
  });
}

/** A new resource has no id yet, and what it replaces may be about someone else. */
function identityOf({ op, id, olds, inputs }: Omit<PreviewedStep, "class">): Pick<StateResource, "id" | "outputs"> {
  const isNew = op === "create" || op === "create-replacement";
  if (!isNew) return { id, outputs: olds.outputs };
  const { userId } = inputs ?? {};
  return { id: typeof userId === "string" && userId !== UNKNOWN ? userId : "", outputs: {} };
}

function withHidden(value: unknown): unknown {
  if (value === UNKNOWN) return HIDDEN;
  if (Array.isArray(value)) return value.map(withHidden);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withHidden(inner)]));
}
