import { lifecycle } from "../../provider/engine/lifecycle.js";
import { foldEmail } from "../../provider/plan/fold-email.js";
import { UNKNOWN } from "../../provider/plan/index.js";
import { accountSettings } from "../../provider/resources/account-settings.js";
import type { Plan, Resource } from "../../provider/resources/resource.js";
import { role } from "../../provider/resources/role.js";
import { roleSet } from "../../provider/resources/role-set.js";
import { userAssignment } from "../../provider/resources/user-assignment.js";
import { userAssignmentSet } from "../../provider/resources/user-assignment-set.js";
import type { Session } from "../../provider/session/session.js";
import type { PreviewedStep } from "./read-preview.js";

/**
 * Carries out the steps of a preview as `up` would, in their order, with the provider's own check, comparison and writes.
 * Like an update, it begins nothing more after a failure.
 *
 * @returns what failed; nothing where the run went through
 */
export async function playSteps(session: Session, steps: readonly PreviewedStep[]): Promise<string[]> {
  const open = () => session;
  const providers = {
    Role: served(role, open),
    UserAssignment: served(userAssignment, open),
    AccountSettings: served(accountSettings, open),
    RoleSet: served(roleSet, open),
    UserAssignmentSet: served(userAssignmentSet, open),
  };
  const config = { get: () => undefined, require: () => "" };
  for (const { provider } of Object.values(providers)) await provider.configure?.({ config });
  for (const step of steps) {
    try {
      await play(providers[step.class], step, steps);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return [`${nameOf(step.urn)}: ${error.message}`];
    }
  }
  return [];
}

interface Served {
  provider: ReturnType<typeof lifecycle>;
  /** What check adds to the inputs: it adds it again. */
  previewKeys: readonly string[];
}

function served<Inputs extends object, Outputs extends object, P extends Plan>(
  resource: Resource<Inputs, Outputs, P>,
  open: () => Session,
): Served {
  return { provider: lifecycle(resource, open), previewKeys: resource.previewKeys };
}

async function play(
  { provider, previewKeys }: Served,
  step: PreviewedStep,
  steps: readonly PreviewedStep[],
): Promise<void> {
  const { op, id, olds, inputs } = step;
  if (inputs === undefined) {
    await provider.delete?.(id, olds.outputs);
    return;
  }
  const isNew = op === "create" || op === "create-replacement";
  const beside = step.class.endsWith("Set") && { __beside: besideOf(step, steps) };
  const declared = Object.entries(inputs).filter(([key]) => !previewKeys.includes(key));
  const news = { ...Object.fromEntries(declared), __declaration: step.urn, ...beside };
  const judged = await provider.check?.(isNew ? {} : olds.inputs, news);
  const [failure] = judged?.failures ?? [];
  if (failure !== undefined) throw new Error(failure.reason);
  const checked = judged?.inputs ?? inputs;
  if (isNew) await provider.create(checked);
  else if ((await provider.diff?.(id, olds.outputs, checked))?.changes) {
    await provider.update?.(id, olds.outputs, checked);
  }
}

/** The objects that the program declares in other resources, as the program itself sends them with each set. */
function besideOf({ urn }: PreviewedStep, steps: readonly PreviewedStep[]): { role: string[]; user: string[] } {
  const others = steps.filter((one) => one.urn !== urn && one.inputs !== undefined);
  const values = (of: string, keys: readonly string[]) =>
    others
      .filter((one) => one.class === of)
      .flatMap(({ inputs = {} }) => keys.map((key) => inputs[key]))
      .flatMap((value) => (typeof value === "string" && value !== UNKNOWN ? foldEmail(value) : []));
  const members = (of: string, key: string) =>
    others
      .filter((one) => one.class === of)
      .flatMap(({ inputs = {} }) => Object.keys(inputs[key] ?? {}).map(foldEmail));
  return {
    role: [...values("Role", ["roleId"]), ...members("RoleSet", "roles")],
    user: [...values("UserAssignment", ["email", "userId"]), ...members("UserAssignmentSet", "users")],
  };
}

/** `Role auditor`, from the URN of the resource. */
export function nameOf(urn: string): string {
  const [, , type = "", ...name] = urn.split("::");
  return `${type.split(":").at(-1)} ${name.join("::")}`;
}
