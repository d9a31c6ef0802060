import { UNKNOWN } from "../../provider/plan/index.js";
import { CLASSES } from "../../provider/plan/objects.js";
import { foldEmail } from "../../provider/plan/text/fold-email.js";
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

/** A member of which nothing is known but its key. */
const NOTHING_KNOWN = { role: { name: UNKNOWN, serviceRoleURNs: UNKNOWN }, user: { roleId: UNKNOWN } };

/**
 * Replaces unknown values with what the account has now, so that the rest can be carried out, and names those whose access is
 * then not known. Steps about which nothing is known are left out.
 */
export function withoutUnknown(
  steps: readonly PreviewedStep[],
  live: LiveAccount,
): { steps: PreviewedStep[]; unknowns: Unknowns } {
  const filling = new Filling(live);
  return { steps: steps.flatMap((step) => filling.filled(step)), unknowns: filling.unknowns };
}

/** Puts what the account has now in the place of unknown values. */
class Filling {
  readonly unknowns: Unknowns = { roles: new Map(), users: new Map(), others: [] };
  readonly #roles: ReadonlyMap<string, LiveAccount["roles"][number]>;
  readonly #byEmail: ReadonlyMap<string, LiveAccount["users"][number]>;
  readonly #byId: ReadonlyMap<string, LiveAccount["users"][number]>;

  constructor({ roles, users }: LiveAccount) {
    this.#roles = new Map(roles.map((one) => [one.id, one]));
    this.#byEmail = new Map(users.map((one) => [foldEmail(one.email), one]));
    this.#byId = new Map(users.map((one) => [one.id, one]));
  }

  /** The step with every value known; none if nothing is known of what it is about. */
  filled(step: PreviewedStep): PreviewedStep[] {
    if (step.inputs === undefined || !holdsUnknown(step.inputs)) return [step];
    const inputs = this.#inputs(step);
    if (inputs !== undefined && !holdsUnknown(inputs)) return [{ ...step, inputs }];
    const { others } = this.unknowns;
    if (CLASSES[step.class].object !== "account" && !others.some((text) => text.includes(nameOf(step.urn)))) {
      others.push(`what ${nameOf(step.urn)} declares`);
    }
    return [];
  }

  #inputs({ class: of, urn, inputs = {} }: PreviewedStep): Properties | undefined {
    const { object, members, identifiers = [] } = CLASSES[of];
    if (object === "account") return undefined;
    const known = (key: string, entry: Properties) =>
      object === "role" ? this.#content(key, entry, urn) : this.#binding(key, entry, urn);
    if (members === undefined) {
      const key = identifiers.map((name) => inputs[name]).find((value) => value !== undefined);
      return key === UNKNOWN ? undefined : known(String(key), inputs);
    }
    if (inputs[members] === UNKNOWN) return undefined;
    const entries = Object.entries(inputs[members] ?? {}).flatMap(([key, entry]) => {
      const whole = entry === UNKNOWN ? NOTHING_KNOWN[object] : entry;
      const value = typeof whole === "string" ? whole : known(key, whole as Properties);
      return value === undefined ? [] : [[key, value]];
    });
    return { ...inputs, [members]: Object.fromEntries(entries) };
  }

  #content(id: string, entry: Properties, urn: string): Properties {
    const role = this.#roles.get(id);
    if (holdsUnknown(entry.serviceRoleURNs)) this.unknowns.roles.set(id, `what role ${id} will hold (${nameOf(urn)})`);
    const now: Properties = {
      name: role?.name ?? id,
      description: role?.description ?? "",
      serviceRoleURNs: role?.serviceRoleURNs ?? [],
    };
    return Object.fromEntries(
      Object.entries(entry).map(([key, value]) => [key, holdsUnknown(value) && key in now ? now[key] : value]),
    );
  }

  #binding(who: string, entry: Properties, urn: string): Properties | undefined {
    if (!holdsUnknown(entry.roleId) && !holdsUnknown(entry.state)) return entry;
    const user = this.#byId.get(who) ?? this.#byEmail.get(foldEmail(who));
    const what = holdsUnknown(entry.roleId) ? "which role" : "which state";
    if (user === undefined) {
      this.unknowns.others.push(`${what} ${who} would have (${nameOf(urn)})`);
      return undefined;
    }
    this.unknowns.users.set(user.id, `${what} they would have (${nameOf(urn)})`);
    return {
      ...entry,
      ...(holdsUnknown(entry.roleId) && { roleId: user.roleID }),
      ...(holdsUnknown(entry.state) && { state: user.state }),
    };
  }
}

function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}
