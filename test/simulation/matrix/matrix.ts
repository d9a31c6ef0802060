import { isDeepStrictEqual } from "node:util";
import { faultKinds } from "../../../emulator/fault-kinds.js";
import type { FaultKind } from "../../../emulator/index.js";
import type { Session } from "../../../provider/session/session.js";
import { RunFailed, Stack, type Step } from "../../doubles/stack.js";
import { ACCOUNT, API_KEY, World } from "../../doubles/world.js";
import { muddleIn } from "../history/clear-message.js";
import { serverContent } from "../server-content.js";
import { blindWrites } from "./blind-writes.js";
import { OPERATIONS, type Operation, SEED } from "./operations.js";

/** One cell: an operation, with this many faults at its requests of one kind. */
export interface Case {
  operation: Operation;
  /** All requests of this method and path. @default every request */
  match: { method?: string; path?: string };
  kind: FaultKind;
  times: number;
}

interface Place {
  world: World;
  stack: Stack;
}

/** The result of an operation without faults. */
interface Course {
  requests: Case["match"][];
  server: Content;
  start: Content;
  names: string[];
}

type Content = ReturnType<typeof serverContent>;

const TIMES = [1, 3, Number.POSITIVE_INFINITY];
const HOUR_MS = 3_600_000;
const courses = new Map<Operation, Course>();

/** Every operation of every resource x every request that it makes x every fault x once, three times, forever. */
export async function allCases(): Promise<Case[]> {
  const cases: Case[] = [];
  for (const operation of OPERATIONS) {
    const { requests } = await courseOf(operation);
    for (const match of requests) {
      for (const kind of Object.keys(faultKinds) as FaultKind[]) {
        for (const times of TIMES) cases.push({ operation, match, kind, times });
      }
    }
  }
  return cases;
}

export function titleOf({ operation, match, kind, times }: Case): string {
  const often = { 1: "once", 3: "three times" }[times] ?? "forever";
  return `${operation.name}: ${kind} ${often} at ${match.method ?? "every"} ${match.path ?? "request"}`;
}

/**
 * What went wrong with a case; empty if every promise was kept.
 * @param plant puts a defect into the provider.
 */
export async function tryCase(
  { operation, match, kind, times }: Case,
  plant?: (session: Session) => void,
): Promise<string[]> {
  const { start, server, names } = await courseOf(operation);
  const { world, stack } = await arrive(operation, plant);
  const { faults } = world.emulator;
  const entries = stack.state.map(({ class: of, name, id }) => ({ of, name, id }));
  faults.add({ match, kind, times, retryAfterSeconds: 20, delayMs: 20_000 });
  const failures = await failuresOf(stack, operation);
  faults.clear();
  const wrong = failures.flatMap((failure) => {
    const muddle = muddleIn(failure);
    return muddle === undefined ? [] : [`${muddle}: ${failure}`];
  });
  wrong.push(...blindWrites(world.emulator.requests));
  const now = serverContent(world);
  wrong.push(...halfDone(start, now, server));
  for (const { of, name, id } of entries) {
    const isKept = stack.state.some((entry) => entry.class === of && entry.name === name && entry.id === id);
    if (!isKept && !isDeepStrictEqual(objectsOf(now, id), objectsOf(server, id)))
      wrong.push(`${name} left the state too early`);
  }

  await world.clock.sleep(HOUR_MS);
  const again = await failuresOf(stack, operation);
  if (again.length > 0) wrong.push(`a clean run failed: ${again.join("; ")}`);
  if (!isDeepStrictEqual(serverContent(world), server)) wrong.push("a clean run left the server different");
  if (!isDeepStrictEqual(namesIn(stack), names)) wrong.push(`the state has ${namesIn(stack)} and not ${names}`);
  wrong.push(...twice(world));
  if (operation.run === "up") wrong.push(...(await unsettled({ world, stack }, operation)));
  if (JSON.stringify([failures, stack.state, world.log.lines]).includes(API_KEY.replace(/.*:/, "")))
    wrong.push("the secret shows");
  return wrong;
}

async function courseOf(operation: Operation): Promise<Course> {
  const known = courses.get(operation);
  if (known !== undefined) return known;
  const { world, stack } = await arrive(operation);
  const start = serverContent(world);
  world.emulator.clearRequests();
  await runOf(stack, operation);
  const seen = new Map(world.emulator.requests.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  const course = { requests: [...seen.values(), {}], start, server: serverContent(world), names: namesIn(stack) };
  courses.set(operation, course);
  return course;
}

async function arrive({ before, byHand, config = {} }: Operation, plant?: (session: Session) => void): Promise<Place> {
  // The server must not protect a role that the provider would delete.
  const world = new World({ seed: SEED, switches: { samlUsersHoldRoles: false } });
  const open = () => {
    const session = world.session(config);
    plant?.(session);
    return session;
  };
  const stack = new Stack(open, { parallel: 4 });
  if (before.length > 0) await stack.up(before);
  byHand?.(world);
  await world.clock.sleep(HOUR_MS);
  world.log.lines.length = 0;
  return { world, stack };
}

function runOf(stack: Stack, { run, program }: Operation): Promise<Step[]> {
  return {
    preview: () => stack.preview(program),
    up: () => stack.up(program),
    refresh: () => stack.refresh(),
    destroy: () => stack.destroy(),
  }[run]();
}

async function failuresOf(stack: Stack, operation: Operation): Promise<string[]> {
  try {
    await runOf(stack, operation);
    return [];
  } catch (error) {
    if (error instanceof RunFailed) return error.failures;
    throw error;
  }
}

async function unsettled({ world, stack }: Place, { program }: Operation): Promise<string[]> {
  world.emulator.clearRequests();
  const steps = [...(await stack.preview(program)), ...(await stack.up(program)), ...(await stack.refresh())];
  const moved = steps.filter(({ op }) => op !== "same");
  const writes = world.emulator.writes();
  return moved.length + writes.length === 0
    ? []
    : [`a second run changes something: ${JSON.stringify({ moved, writes })}`];
}

/** Each object is as it was or as it should become. */
function halfDone(start: Content, now: Content, end: Content): string[] {
  return (["roles", "users"] as const).flatMap((kind) => {
    const [from, at, to] = [start, now, end].map((snapshot) => snapshot[ACCOUNT]?.[kind] ?? {});
    const ids = new Set([from, at, to].flatMap((objects) => Object.keys(objects ?? {})));
    return [...ids]
      .filter((id) => !isDeepStrictEqual(at?.[id], from?.[id]) && !isDeepStrictEqual(at?.[id], to?.[id]))
      .map((id) => `${kind} ${id} is neither as it was nor as declared: ${JSON.stringify(at?.[id])}`);
  });
}

function objectsOf(content: Content, id: string): unknown {
  const { roles, users, invitations, account } = content[ACCOUNT] ?? {};
  // The id of a set or an invited user is not an object's id, so compare everything it could contain.
  return roles?.[id] ?? users?.[id] ?? (id.includes("/") ? { roles, users, invitations } : account);
}

/** What was created more than once. */
function twice({ emulator }: World): string[] {
  const created = emulator
    .writes()
    .filter(
      ({ method, path, status, fault }) =>
        method === "POST" && ["/roles", "/invitations"].includes(path) && (status === 201 || fault !== undefined),
    );
  const names = created.map(({ path, body }) => {
    const { id, email } = body as { id?: string; email?: string };
    return `${path} ${id ?? email}`;
  });
  const taken = names.filter((name, index) => names.indexOf(name) < index);
  return taken.length === 0 ? [] : [`POST took effect twice for ${taken.join(", ")}`];
}

function namesIn(stack: Stack): string[] {
  return stack.state.map(({ class: of, name }) => `${of} ${name}`).sort();
}
