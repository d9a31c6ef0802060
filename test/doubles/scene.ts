import type { Switches } from "../../emulator/index.js";
import type { Config } from "../../provider/config/config.js";
import { UNKNOWN } from "../../provider/plan/index.js";
import { type Declaration, Stack, type StackOptions, type Step } from "./stack.js";
import { AUDIT, READ } from "./urns.js";
import { World, type WorldOptions } from "./world.js";

export { UNKNOWN };
export const DAY = 86_400_000;
/** The times of a fault that does not end. */
export const FOREVER = Number.POSITIVE_INFINITY;

export type Scene = ReturnType<typeof setScene>;

/** An account, a stack that acts on it, and what tests look at. */
export function setScene(options: WorldOptions = {}, config: Partial<Config> = {}, stackOptions: StackOptions = {}) {
  const world = new World(options);
  const { edit, store, faults } = world.emulator;
  const stack = new Stack(() => world.session(config), stackOptions);
  return {
    world,
    stack,
    edit,
    store,
    faults,
    log: world.log,
    /** Role and state of a user. */
    user(id: string): string | undefined {
      const found = store.users.get(id);
      return found && `${found.roleID} ${found.state}`;
    },
    /** The service role URNs of a role. */
    urns: (id: string) => store.roles.get(id)?.serviceRoleURNs,
    /** The writes since the requests were last cleared. */
    writes: () => world.emulator.writes().map(({ method, path }) => `${method} ${path}`),
    clear: () => world.emulator.clearRequests(),
    /** The lines that this logs. */
    async said(work: () => Promise<unknown>): Promise<string[]> {
      world.log.lines.length = 0;
      await work();
      return [...world.log.lines];
    },
    /** What a preview of the program would do. */
    previewed: async (program: readonly Declaration[]) => ops(await stack.preview(program)),
  };
}

const USERS = [
  { id: "u-root", email: "root@example.com", roleID: "full-access" },
  { id: "u-boss", email: "boss@example.com", roleID: "full-access" },
  { id: "u-ann", email: "ann@example.com", roleID: "auditor" },
  { id: "u-bob", email: "bob@example.com", roleID: "auditor" },
];

interface SeedRole {
  id: string;
  name: string;
  serviceRoleURNs: string[];
}

/** Two admins, root and boss; two auditors, ann and bob; and the roles auditor, operator and `moreRoles`. */
export function setUp(switches: Partial<Switches> = {}, config: Partial<Config> = {}, moreRoles: SeedRole[] = []) {
  const roles = [
    { id: "auditor", name: "A role", serviceRoleURNs: [READ, AUDIT] },
    { id: "operator", name: "A role", serviceRoleURNs: [READ] },
    ...moreRoles,
  ];
  return setScene({ switches, seed: { roles, users: USERS } }, config);
}

export const ops = (steps: readonly Step[]) => steps.map(({ op }) => op);

/** The message of a run that must fail. */
export async function refusal(run: Promise<unknown>): Promise<string> {
  const failure = await run.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (failure === undefined) throw new Error("The run succeeded, but it had to fail.");
  return failure;
}

/** The digest that a refusal prints. */
export function allowIn(text: string): string {
  const [, digest] = /allow: "([0-9a-f]+)"/.exec(text) ?? [];
  if (digest === undefined) throw new Error(`There is no digest in: ${text}`);
  return digest;
}
