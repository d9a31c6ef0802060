import { expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import type { LiveAccount } from "../../cli/preview/account-copy.js";
import { predictAccess } from "../../cli/preview/changes-previewed.js";
import type { Preview, PreviewedStep } from "../../cli/preview/read-preview.js";
import type { Properties } from "../../provider/resources/resource.js";
import { type Declaration, type Entry, RunFailed, Stack } from "../doubles/stack.js";
import { World } from "../doubles/world.js";
import { Chance } from "./chance.js";
import { changeProgram, drawProgram } from "./history/program.js";
import { drawSeed } from "./history/scene.js";
import { accountWith, byHand, declarations, edit, PEOPLE, setProgram, withoutTwoClaims } from "./sets/set-programs.js";

jest.setTimeout(300_000);

/** What determines access: the content of roles, the bindings, and the invitations. */
type Access = { roles: object; users: object; invited: string[] };

function accessOf({ emulator: { store } }: World): Access {
  return {
    roles: Object.fromEntries([...store.roles.values()].map((one) => [one.id, one.serviceRoleURNs.toSorted()])),
    users: Object.fromEntries([...store.users.values()].map((one) => [one.id, `${one.roleID} ${one.state}`])),
    invited: [...store.invitations.values()].map(({ email, roleID }) => `${email} ${roleID}`).sort(),
  };
}

/** What `access --preview` reads from the account. */
async function live(world: World): Promise<LiveAccount> {
  const { inventory, proof } = world.session();
  const { accountId, region } = await proof.caller();
  const saml = await inventory.samlUsers.read();
  return {
    id: accountId,
    region,
    roles: await inventory.roles.all(),
    users: await inventory.users.all(),
    apiKeys: await inventory.apiKeys.all(),
    invitations: await inventory.invitations.all(),
    samlUsers: "users" in saml ? saml.users : undefined,
  };
}

/** The preview digest that the engine would print, with its omissions. */
function previewOf(state: readonly Entry[], program: readonly Declaration[], replaced: ReadonlySet<string>): Preview {
  const urnOf = (of: string, name: string) => `urn:pulumi:dev::access::pulumi-nodejs:dynamic/cloudone:${of}::${name}`;
  const shown = (properties: Properties): Properties =>
    Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
  const stored = ({ inputs, outputs }: Entry) => ({ inputs: shown(inputs), outputs: shown(outputs) });
  const isOf = (entry: Entry, one: Declaration) => entry.class === one.class && entry.name === one.name;
  const steps = program.map((one): PreviewedStep => {
    const old = state.find((entry) => isOf(entry, one) && !entry.replaced);
    const op = old === undefined ? "create" : replaced.has(one.name) ? "create-replacement" : "update";
    return {
      op,
      urn: urnOf(one.class, one.name),
      class: one.class,
      id: old?.id ?? "",
      olds: old === undefined ? { inputs: {}, outputs: {} } : stored(old),
      inputs: shown(one.inputs),
    };
  });
  const gone = state.filter(
    (entry) => entry.replaced || !program.some((one) => isOf(entry, one) && !replaced.has(one.name)),
  );
  const deletes = gone.toReversed().map(
    (entry): PreviewedStep => ({
      op: "delete",
      urn: urnOf(entry.class, entry.name),
      class: entry.class,
      id: entry.id,
      olds: stored(entry),
      inputs: undefined,
    }),
  );
  return { config: new Map(), steps: [...steps, ...deletes] };
}

/** Carries out a program and compares the result with the prediction; says whether the history can continue. */
async function isAsPredicted(world: World, stack: Stack, program: readonly Declaration[]): Promise<boolean> {
  const failing = async <T>(work: Promise<T>) => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof RunFailed)) throw error;
      return error;
    }
  };
  const previewed = await failing(stack.preview(program));
  // A failed preview predicts nothing.
  if (previewed instanceof RunFailed) return false;
  const replaced = new Set(previewed.filter(({ op }) => op === "replace").map(({ name }) => name));
  const before = accessOf(world);
  const account = await live(world);
  const { after, invited, refusals } = await predictAccess(
    previewOf(stack.state, program, replaced),
    account,
    world.session(),
  );
  expect(accessOf(world)).toEqual(before);
  const ended = await failing(stack.up(program));
  expect(refusals.length > 0 ? refusals : undefined).toEqual(
    ended instanceof RunFailed ? [expect.any(String)] : undefined,
  );
  expect({
    roles: Object.fromEntries(after.roles.map(({ id, serviceRoleURNs }) => [id, serviceRoleURNs])),
    users: Object.fromEntries(
      after.principals.flatMap(({ kind, id, roleId, state }) => (kind === "user" ? [[id, `${roleId} ${state}`]] : [])),
    ),
    invited: [
      ...account.invitations.map(({ email, roleID }) => `${email} ${roleID}`),
      ...invited.map(({ email, roleId }) => `${email} ${roleId}`),
    ].sort(),
  }).toEqual(accessOf(world));
  return !(ended instanceof RunFailed);
}

test("the access that a preview predicts is the access after up: sets, with every policy", async () => {
  let compared = 0;
  const start = fc.array(
    fc.record({
      role: fc.constantFrom("read-only", "full-access", "by-hand"),
      state: fc.constantFrom("enabled" as const, "disabled" as const),
    }),
    { minLength: PEOPLE.length, maxLength: PEOPLE.length },
  );
  const commits = fc.array(fc.record({ drawn: setProgram, hand: fc.option(byHand, { nil: undefined }) }), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(start, commits, async (people, list) => {
      const world = accountWith(people, {});
      let state: Entry[] = [];
      let last: (typeof list)[number]["drawn"] | undefined;
      for (const { drawn, hand } of list) {
        const program = withoutTwoClaims(drawn, last);
        if (hand !== undefined) edit(world, hand);
        const stack = new Stack(() => world.session());
        stack.state = state;
        if (!(await isAsPredicted(world, stack, declarations(program)))) return;
        compared += 1;
        state = stack.state;
        last = program;
      }
    }),
    { numRuns: 60 },
  );
  expect(compared).toBeGreaterThan(20);
});

test("the same for the programs of histories: renamed, replaced, dropped, with every policy and with guards", async () => {
  let compared = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const chance = new Chance(seed);
    const world = new World({ seed: drawSeed(chance) });
    const stack = new Stack(() => world.session());
    let program = drawProgram(chance);
    for (let run = 0; run < 4; run += 1) {
      // Closed accounts and components are tested elsewhere: this digest has names, not parents.
      const flat = program
        .filter(({ inputs }) => inputs.deletionPolicy !== "closeAccount")
        .map(({ parent: _, aliases: __, ...rest }): Declaration => rest);
      try {
        if (await isAsPredicted(world, stack, flat)) compared += 1;
      } catch (error) {
        throw new Error(`seed ${seed}, run ${run}: ${error instanceof Error ? error.message : error}`);
      }
      program = changeProgram(chance, flat);
    }
  }
  expect(compared).toBeGreaterThan(60);
});
