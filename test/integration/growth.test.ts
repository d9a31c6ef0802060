import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { roles, single, users } from "../doubles/declarations.js";
import { type Declaration, Stack } from "../doubles/stack.js";
import { World } from "../doubles/world.js";
import { scratchFolder, startAccount, urn } from "../unit/cli/account.js";
import { exported } from "../unit/cli/exported.js";
import { roleSetResource, stackExport, userSetResource } from "../unit/cli/stack-export.js";

const SMALL = 500;
const TIMES = 8;
/** A command takes so little time for each member that quadratic time shows only with more of them. */
const MORE = 6;
/** For eight times as many members, a linear path takes about eight times as long, a quadratic one up to 64 times. */
const MOST = 16;

const SERVICES = ["workload", "conformity", "network", "application", "audit"];
const GUARD = { maxRemovalFraction: 1 };

const email = (n: number) => `firstname.lastname${n}@example.com`;
const content = (n: number) => ({
  name: `Team ${n}`,
  serviceRoleURNs: [urn(SERVICES[n % 5] ?? "", "read-only"), urn(SERVICES[(n + 1) % 5] ?? "", "full-access")],
});

/** An account with this many users and a tenth as many roles, and the program that declares them. */
function accountOf(count: number) {
  const roleCount = Math.ceil(count / 10);
  const ids = Array.from({ length: roleCount }, (_, n) => `team-${n}`);
  const people = Array.from({ length: count }, (_, n) => ({
    id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
    email: email(n),
    roleID: ids[n % roleCount] ?? "",
  }));
  const entries = Object.fromEntries(ids.map((id, n) => [id, content(n)]));
  const bindings = (shift = 0) => Object.fromEntries(people.map((one, n) => [one.email, ids[(n + shift) % roleCount]]));
  const seed = {
    roles: ids.map((id, n) => ({ id, ...content(n) })),
    users: [{ email: "root@example.com", roleID: "full-access" }, ...people],
  };
  return { seed, people, entries, bindings };
}

function stackOf(count: number) {
  const account = accountOf(count);
  const world = new World({ seed: account.seed });
  return { ...account, world, stack: new Stack(() => world.session()) };
}

const team = (members: Record<string, unknown>, more: object = {}) => users(members, { guard: GUARD, ...more });

/** Prepares this many members, and returns the function to time. */
type Scene = (count: number) => Promise<() => Promise<unknown>>;

const failure = (work: Promise<unknown>) => work.catch((error: Error) => error.message);

const SCENES: Record<string, Scene> = {
  "a preview of sets without changes": async (count) => {
    const { stack, bindings, entries } = stackOf(count);
    const program = [roles(entries), team(bindings())];
    await stack.up(program);
    return () => stack.preview(program);
  },
  "a preview in which everyone moves": async (count) => {
    const { stack, bindings } = stackOf(count);
    await stack.up([team(bindings())]);
    return () => stack.preview([team(bindings(1))]);
  },
  "an up in which everyone moves": async (count) => {
    const { stack, bindings } = stackOf(count / 5);
    await stack.up([team(bindings())]);
    return () => stack.up([team(bindings(1))]);
  },
  "a preview in which everyone is dropped": async (count) => {
    const { stack, bindings } = stackOf(count);
    await stack.up([team(bindings())]);
    return () => stack.preview([team({}, { allowEmpty: true })]);
  },
  "an up that drops everyone, and the next preview": async (count) => {
    const { stack, bindings } = stackOf(count / 5);
    await stack.up([team(bindings())]);
    const none = [team({}, { allowEmpty: true })];
    return () => stack.up(none).then(() => stack.preview(none));
  },
  "a preview with no user in the account": async (count) => {
    const { stack } = stackOf(count);
    const others = Object.fromEntries(Array.from({ length: count }, (_, n) => [`${n}@example.org`, "team-0"]));
    return () => failure(stack.preview([team(others)]));
  },
  "a preview that invites everyone": async (count) => {
    const { stack } = stackOf(count);
    const others = Object.fromEntries(Array.from({ length: count }, (_, n) => [`${n}@example.org`, "team-0"]));
    return () => stack.preview([team(others, { ifMissing: "invite" })]);
  },
  "a preview that reports everyone as unmanaged": async (count) => {
    const { stack } = stackOf(count);
    return () => stack.preview([team({}, { allowEmpty: true, unmanaged: "report" })]);
  },
  "a preview that creates roles": async (count) => {
    const { stack, entries } = stackOf(count);
    const more = Object.fromEntries(Object.entries(entries).map(([id, entry]) => [`${id}-more`, entry]));
    return () => stack.preview([roles(more)]);
  },
  "a preview that narrows all roles": async (count) => {
    const { stack, entries } = stackOf(count);
    await stack.up([roles(entries)]);
    const narrower = Object.fromEntries(
      Object.entries(entries).map(([id, { name, serviceRoleURNs }]) => [
        id,
        { name, serviceRoleURNs: serviceRoleURNs.slice(1) },
      ]),
    );
    return () => stack.preview([roles(narrower, { guard: GUARD })]);
  },
  "a refresh of sets": async (count) => {
    const { stack, bindings, entries } = stackOf(count);
    await stack.up([roles(entries), team(bindings())]);
    return () => stack.refresh();
  },
  "a preview of single users": async (count) => {
    const { stack, people } = stackOf(count);
    const program: Declaration[] = people.map(({ email, roleID }) => single({ email, roleId: roleID }, email));
    return () => stack.preview(program);
  },
  "a drift report of everyone": async (count) => {
    const { seed, bindings, entries, people } = accountOf(count * MORE);
    const account = await startAccount(seed);
    const state = join(await scratchFolder(), "state.json");
    const ids = Object.fromEntries(people.map(({ email, id }) => [email, id]));
    await writeFile(state, stackExport([roleSetResource(entries), userSetResource(bindings(1), ids)]));
    return () => account.run("drift", "--state", state, "--format", "json");
  },
  "a drift report of overdue ends beside roles that differ": async (count) => {
    const { seed, bindings, people } = accountOf(count * MORE);
    const account = await startAccount(seed);
    const state = join(await scratchFolder(), "state.json");
    const ids = Object.fromEntries(people.map(({ email, id }) => [email, id]));
    const ended = Object.fromEntries(
      Object.entries(bindings(1)).map(([email, roleId], n) => [
        email,
        n % 2 ? { roleId, until: "2020-01-01" } : roleId,
      ]),
    );
    await writeFile(state, stackExport([userSetResource(ended, ids)]));
    return () => account.run("drift", "--state", state, "--format", "json");
  },
  "a drift report of missing users": async (count) => {
    const { seed, bindings } = accountOf(count * MORE);
    const account = await startAccount({ ...seed, users: seed.users.slice(0, 1) });
    const state = join(await scratchFolder(), "state.json");
    await writeFile(state, stackExport([userSetResource(bindings(), {})]));
    return () => account.run("drift", "--state", state, "--format", "json");
  },
  "an export with an import file": async (count) => {
    const account = await startAccount(accountOf(count).seed);
    return () => exported(account, "--import-file");
  },
};

/** Processor time in milliseconds. */
async function cost(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

test.each(Object.entries(SCENES))(
  "the time of %s grows with the number of members, not with its square",
  async (_, scene) => {
    await cost(await scene(SMALL / 10));
    const ratios: number[] = [];
    while (ratios.length < 3 && Math.min(...ratios) >= MOST) {
      const small = await cost(await scene(SMALL));
      const large = await cost(await scene(SMALL * TIMES));
      ratios.push(large / small);
    }
    expect(Math.min(...ratios) < MOST ? "grows with the number" : ratios).toBe("grows with the number");
  },
  120_000,
);
