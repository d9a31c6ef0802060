import { foldEmail } from "../../provider/plan/fold-email.js";
import { UNKNOWN } from "../../provider/plan/index.js";
import { CLASSES } from "../../provider/plan/objects.js";
import type { LiveAccount } from "./account-copy.js";
import { nameOf } from "./play-steps.js";
import type { PreviewedStep } from "./read-preview.js";

/** The people whose access a preview leaves open, and why. */
export interface Unknowns {
  /** By role id. */
  roles: Map<string, string>;
  /** By user id. */
  users: Map<string, string>;
  /** What affects no one in particular. */
  others: string[];
}

type Properties = Record<string, unknown>;

/**
 * Replaces unknown values with what the account has now, so that the rest can be carried out, and names those whose access is
 * then not known. Steps about which nothing is known are left out.
 */
export function withoutUnknown(
  steps: readonly PreviewedStep[],
  live: LiveAccount,
): { steps: PreviewedStep[]; unknowns: Unknowns } {
  const unknowns: Unknowns = { roles: new Map(), users: new Map(), others: [] };
  const roles = new Map(live.roles.map((one) => [one.id, one]));
  const byEmail = new Map(live.users.map((one) => [foldEmail(one.email), one]));
  const byId = new Map(live.users.map((one) => [one.id, one]));

  const content = (id: string, entry: Properties, urn: string): Properties => {
    const role = roles.get(id);
    if (holdsUnknown(entry.serviceRoleURNs)) unknowns.roles.set(id, `what role ${id} will hold (${nameOf(urn)})`);
    const now: Properties = {
      name: role?.name ?? id,
      description: role?.description ?? "",
      serviceRoleURNs: role?.serviceRoleURNs ?? [],
    };
    return Object.fromEntries(
      Object.entries(entry).map(([key, value]) => [key, holdsUnknown(value) && key in now ? now[key] : value]),
    );
  };
  const binding = (who: string, entry: Properties, urn: string): Properties | undefined => {
    if (!holdsUnknown(entry.roleId) && !holdsUnknown(entry.state)) return entry;
    const user = byId.get(who) ?? byEmail.get(foldEmail(who));
    const what = holdsUnknown(entry.roleId) ? "which role" : "which state";
    if (user === undefined) {
      unknowns.others.push(`${what} ${who} would have (${nameOf(urn)})`);
      return undefined;
    }
    unknowns.users.set(user.id, `${what} they would have (${nameOf(urn)})`);
    return {
      ...entry,
      ...(holdsUnknown(entry.roleId) && { roleId: user.roleID }),
      ...(holdsUnknown(entry.state) && { state: user.state }),
    };
  };
  const ROLE = { known: content, nothing: { name: UNKNOWN, serviceRoleURNs: UNKNOWN } };
  const USER = { known: binding, nothing: { roleId: UNKNOWN } };
  const members = (of: unknown, known: (key: string, entry: unknown) => unknown): Properties =>
    Object.fromEntries(
      Object.entries(of ?? {}).flatMap(([key, entry]) => {
        const value = known(key, entry);
        return value === undefined ? [] : [[key, value]];
      }),
    );

  const knownOf = ({ class: of, urn, inputs = {} }: PreviewedStep): Properties | undefined => {
    const { object, members: set, identifiers = [] } = CLASSES[of];
    if (object === "account") return undefined;
    const { known, nothing } = object === "role" ? ROLE : USER;
    if (set === undefined) {
      const key = identifiers.map((name) => inputs[name]).find((value) => value !== undefined);
      return key === UNKNOWN ? undefined : known(String(key), inputs, urn);
    }
    if (inputs[set] === UNKNOWN) return undefined;
    const entryOf = (key: string, entry: unknown) => {
      if (entry === UNKNOWN) return known(key, nothing, urn);
      return typeof entry === "string" ? entry : known(key, entry as Properties, urn);
    };
    return { ...inputs, [set]: members(inputs[set], entryOf) };
  };

  const known = steps.flatMap((step) => {
    if (step.inputs === undefined || !holdsUnknown(step.inputs)) return [step];
    const inputs = knownOf(step);
    if (inputs !== undefined && !holdsUnknown(inputs)) return [{ ...step, inputs }];
    if (CLASSES[step.class].object !== "account" && !unknowns.others.some((text) => text.includes(nameOf(step.urn)))) {
      unknowns.others.push(`what ${nameOf(step.urn)} declares`);
    }
    return [];
  });
  return { steps: known, unknowns };
}

function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}
