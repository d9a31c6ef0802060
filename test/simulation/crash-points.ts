import { isDeepStrictEqual } from "node:util";
import type { ResourceClass } from "../../provider/plan/objects.js";
import type { Properties } from "../../provider/resources/resource.js";
import type { Session } from "../../provider/session/session.js";
import { Crashed, type Declaration, RunFailed, Stack } from "../doubles/stack.js";
import { ACCOUNT, World } from "../doubles/world.js";
import { type CrashPoint, type ProcessPlan, ProviderProcess } from "./history/provider-process.js";
import { serverContent } from "./server-content.js";

/** The run that is killed, and the one that follows. */
export interface CrashCase {
  phase: keyof typeof PHASES;
  point: CrashPoint;
  next: "up" | "up --refresh";
}

interface Scene {
  world: World;
  stack: Stack;
  plan: ProcessPlan;
  processes: ProviderProcess[];
}

const PEOPLE = ["ann", "bob", "cas", "dee", "eve"] as const;
const URNS = ["workload", "audit", "network"].map((name) => `urn:cloudone:${name}:us-1:${ACCOUNT}:role/read-only`);
const HOUR_MS = 3_600_000;

const one = (of: ResourceClass, name: string, inputs: Properties, refs?: Record<string, string>): Declaration => ({
  class: of,
  name,
  inputs,
  ...(refs && { refs }),
});
const role = (n: number, more: Properties = {}, name = `role${n}`) =>
  one("Role", name, { roleId: `role-${n}`, name: `Role ${n}`, serviceRoleURNs: URNS.slice(n % 3), ...more });
const user = (person: string, n: number, more: Properties = {}, name: string = person) =>
  one("UserAssignment", name, { email: `${person}@example.com`, roleId: `role-${n}`, ...more }, { roleId: `role${n}` });

/** Twelve resources: six roles, five users who get them, and the account. */
export const TWELVE: readonly Declaration[] = [
  ...[0, 1, 2, 3, 4, 5].map((n) => role(n)),
  ...PEOPLE.map((person, n) => user(person, n)),
  one("AccountSettings", "account", { timezone: "Asia/Tokyo" }),
];

/** The next commit: changes, a rename, a replacement, one resource dropped and one added. */
const CHANGED: readonly Declaration[] = [
  role(0, { name: "Another" }),
  role(1, {}, "renamed"),
  role(2),
  role(3, { roleId: "role-33" }),
  role(5, { description: "changed" }),
  role(6),
  user("ann", 2, { state: "enabled" }),
  { ...user("bob", 1), refs: { roleId: "renamed" } },
  user("cas", 2, {}, "cassandra"),
  one("UserAssignment", "dee", { email: "dee@example.com", roleId: "role-33" }, { roleId: "role3" }),
  one("AccountSettings", "account", { timezone: "UTC", alias: "Changed" }),
];

const member = (n: number, more: Properties = {}) => ({
  name: `Role ${n}`,
  serviceRoleURNs: URNS.slice(n % 3),
  ...more,
});
const sets = (roles: Properties, users: Properties, policies: Properties = {}): Declaration[] => [
  one("RoleSet", "roles", { roles, ...policies }),
  { ...one("UserAssignmentSet", "team", { users, ...policies }), after: ["roles"] },
];

/** The same users and roles as two sets, and the next commit, which retires a role that someone still holds. */
const SETS = sets(
  Object.fromEntries([0, 1, 2, 3, 4, 5].map((n) => [`role-${n}`, member(n)])),
  Object.fromEntries(PEOPLE.map((person, n) => [`${person}@example.com`, `role-${n}`])),
  { deletionPolicy: "apply", guard: { maxRemovalFraction: 1 } },
);
const CHANGED_SETS = sets(
  { "role-0": member(0, { name: "Another" }), "role-2": member(2), "role-6": member(6) },
  {
    "ann@example.com": "role-2",
    "bob@example.com": { roleId: "role-6", state: "enabled" },
    "cas@example.com": "role-0",
  },
  { deletionPolicy: "apply", guard: { maxRemovalFraction: 1 } },
);

/** Half of the twelve move into sets, the others into a component, and all change at the same time. */
const MOVED: readonly Declaration[] = [
  ...TWELVE.filter((_, n) => n === 11 || n % 2 === 0).map((one) => ({
    ...one,
    parent: ["acme:Team"],
    aliases: [{ name: one.name }],
    inputs: { ...one.inputs, ...(one.class === "Role" && { description: "moved" }) },
  })),
  ...sets(
    Object.fromEntries([1, 3, 5].map((n) => [`role-${n}`, member(n)])),
    Object.fromEntries([1, 3].map((n) => [`${PEOPLE[n]}@example.com`, "role-5"])),
  ),
];

const PHASES = {
  "the first up": { before: [], program: TWELVE },
  "an up that changes": { before: TWELVE, program: CHANGED },
  "the removal of everything": { before: TWELVE, program: [] },
  "the first up of two sets": { before: [], program: SETS },
  "an up that changes two sets": { before: SETS, program: CHANGED_SETS },
  "an up that moves some into sets and the others into a component": { before: TWELVE, program: MOVED },
  "the removal of two sets": { before: SETS, program: [] },
} as const satisfies Record<string, { before: readonly Declaration[]; program: readonly Declaration[] }>;

const courses = new Map<
  string,
  Promise<{ requests: number; server: ReturnType<typeof serverContent>; names: string[] }>
>();

/** A crash at every request of every phase, before it is sent and after its effect, with and without the provider. */
export async function allCrashes(): Promise<CrashCase[]> {
  const cases: CrashCase[] = [];
  for (const phase of Object.keys(PHASES) as CrashCase["phase"][]) {
    const { requests } = await courseOf(phase);
    for (let at = 1; at <= requests; at++) {
      for (const when of ["before", "after"] as const) {
        for (const mode of ["power", "orphan"] as const) {
          for (const next of ["up", "up --refresh"] as const) cases.push({ phase, point: { at, when, mode }, next });
        }
      }
    }
  }
  return cases;
}

export function titleOfCrash({ phase, point: { at, when, mode }, next }: CrashCase): string {
  return `${phase}: killed ${when} request ${at}, ${mode === "orphan" ? "the provider survives" : "everything dies"}, then ${next}`;
}

/**
 * What is wrong after the next run; empty if everything is as if there had been no crash.
 * @param plant puts a defect into the provider.
 */
export async function tryCrash(
  { phase, point, next }: CrashCase,
  plant?: (session: Session) => void,
): Promise<{ wrong: string[]; pending: number }> {
  const { server, names } = await courseOf(phase);
  const { program } = PHASES[phase];
  const { world, stack, plan } = await arrive(phase, plant);
  plan.crash = point;
  const end = await stack.up(program).catch((error: unknown) => error);
  if (!(end instanceof Crashed)) return { wrong: [`the crash did not happen: ${end}`], pending: 0 };
  const pending = stack.pending.length;
  delete plan.crash;
  await world.clock.sleep(HOUR_MS);
  const wrong: string[] = [];
  await stack.up(program, { refresh: next === "up --refresh" }).catch((error: unknown) => {
    if (!(error instanceof RunFailed)) throw error;
    wrong.push(`the next run failed: ${error.message}`);
  });
  if (wrong.length > 0) return { wrong, pending };
  if (!isDeepStrictEqual(serverContent(world), server)) wrong.push("the server differs from a run without a crash");
  if (!isDeepStrictEqual(namesIn(stack), names)) wrong.push(`the state has ${namesIn(stack)}`);
  world.emulator.clearRequests();
  const steps = [
    ...(await stack.preview(program)),
    ...(await stack.preview(program, { refresh: true })),
    ...(await stack.refresh()),
    ...(await stack.up(program)),
  ];
  if (steps.some(({ op }) => op !== "same")) wrong.push(`the plan is not clean: ${JSON.stringify(steps)}`);
  if (world.emulator.writes().length > 0) wrong.push("a second run writes");
  return { wrong, pending };
}

function courseOf(phase: CrashCase["phase"]) {
  const course =
    courses.get(phase) ??
    arrive(phase).then(async ({ world, stack, processes }) => {
      await stack.up(PHASES[phase].program);
      return { requests: processes.at(-1)?.requests ?? 0, server: serverContent(world), names: namesIn(stack) };
    });
  courses.set(phase, course);
  return course;
}

async function arrive(phase: CrashCase["phase"], plant?: (session: Session) => void): Promise<Scene> {
  const world = new World({
    seed: {
      account: { alias: "Acme", timezone: "UTC" },
      users: [
        { email: "owner@example.com", roleID: "full-access" },
        ...PEOPLE.map((person) => ({ id: `u-${person}`, email: `${person}@example.com`, roleID: "read-only" })),
      ],
    },
    latency: () => 20,
  });
  const plan: ProcessPlan = {};
  const processes: ProviderProcess[] = [];
  const stack = new Stack(
    () => {
      const process = new ProviderProcess(world, plan, () => stack.crash());
      processes.push(process);
      const session = world.session({}, process.transport);
      plant?.(session);
      return session;
    },
    { parallel: 4 },
  );
  const { before } = PHASES[phase];
  if (before.length > 0) await stack.up(before);
  await world.clock.sleep(HOUR_MS);
  return { world, stack, plan, processes };
}

function namesIn(stack: Stack): string[] {
  return stack.state.map(({ class: of, name }) => `${of} ${name}`).sort();
}
