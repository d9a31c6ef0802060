import type { dynamic } from "@pulumi/pulumi";
import { readConfig } from "../config/config.js";
import type { Plan, Resource } from "../resources/resource.js";
import { Session } from "../session/session.js";
import { whenCancelled } from "./engine-cancel.js";
import { type EngineLog, engineLog } from "./engine-log.js";
import { whenEngineIsGone } from "./engine-watch.js";
import { lifecycle } from "./lifecycle.js";
import { limitHeap } from "./limit-heap.js";

const sessions = new Map<string, Session>();
const inHand = new Set<Promise<unknown>>();
/** Aborted once this process should stop. */
const stopping = new AbortController();
/** One log for all sessions, so that their lines keep their order too. */
let log: EngineLog | undefined;
let watching = false;
let isFrugal = false;

/** Serves a resource in this process, which the engine started. */
export function serve<Inputs extends object, Outputs extends object, P extends Plan>(
  resource: Resource<Inputs, Outputs, P>,
): dynamic.ResourceProvider {
  const provider = watched(lifecycle(resource, openSession));
  // A set holds whole lists. A process that the engine did not start keeps its own limits.
  if (resource.members === undefined || !watching) return provider;
  if (!isFrugal) limitHeap();
  isFrugal = true;
  return provider;
}

/**
 * Writes in progress are finished before the process exits because its engine is gone. A call's messages reach the engine
 * before it returns: afterwards the engine may end this process.
 */
function watched(provider: dynamic.ResourceProvider): dynamic.ResourceProvider {
  watchEngine();
  return {
    ...provider,
    check: (olds, news) => heard(provider.check?.(olds, news)),
    diff: (id, olds, news) => heard(provider.diff?.(id, olds, news)),
    read: (id, props) => heard(provider.read?.(id, props)),
    create: (inputs) => tracked(heard(provider.create(inputs))),
    update: (id, olds, news) => tracked(heard(provider.update?.(id, olds, news))),
    delete: (id, props) => tracked(heard(provider.delete?.(id, props))),
  } as dynamic.ResourceProvider;
}

async function heard<T>(work: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work;
  } finally {
    await log?.sent();
  }
}

/** All kinds have the same configuration, so they share one session: one client, one inventory, one account proof. */
function openSession(stack: dynamic.Config): Session {
  const config = readConfig({ config: (key) => stack.get(key), ...settingsOf(stack), env: process.env });
  const key = JSON.stringify(config);
  log ??= engineLog();
  const session = sessions.get(key) ?? new Session(config, log, { signal: stopping.signal });
  sessions.set(key, session);
  return session;
}

/** Private to the SDK: without it, unknown settings are found only in the program and not here. */
function settingsOf(stack: object): { keys: () => string[]; project: string | undefined } {
  const { rawConfig, projectName } = stack as { rawConfig?: unknown; projectName?: unknown };
  const isObject = typeof rawConfig === "object" && rawConfig !== null;
  return {
    keys: () => (isObject ? Object.keys(rawConfig) : []),
    project: typeof projectName === "string" ? projectName : undefined,
  };
}

function tracked<T>(work: Promise<T> | undefined): Promise<T> | undefined {
  if (work === undefined) return undefined;
  inHand.add(work);
  const done = () => inHand.delete(work);
  work.then(done, done);
  return work;
}

function watchEngine(): void {
  const address = process.argv[2];
  if (watching || address === undefined || !/^[\w.[\]:-]+:\d+$/.test(address)) return;
  watching = true;
  // Once the engine is gone, no one reads what this process prints. The SDK would print that failure too, and fail again, forever.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const idle = async () => {
    while (inHand.size > 0) await Promise.allSettled([...inHand]);
  };
  whenCancelled(() => stopping.abort());
  whenEngineIsGone(address, () => {
    stopping.abort();
    void idle().then(() => process.exit(0));
  });
}
