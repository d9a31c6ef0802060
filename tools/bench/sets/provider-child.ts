// The provider, called as the engine would: check, diff, create, check, diff, update. Reads the account from stdin.
import { text } from "node:stream/consumers";
import { roleSetProvider, userAssignmentSetProvider } from "pulumi-cloudone/provider";
import type { Account } from "./account.ts";

const { roles, users, changed } = JSON.parse(await text(process.stdin)) as Account;
type Properties = Record<string, unknown>;

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  console.log(
    JSON.stringify({ step: name, seconds, cpu: (user + system) / 1e6, rss: process.resourceUsage().maxRSS * 1024 }),
  );
  return result;
}

/** Every run counts as a new process: a new configuration makes a new session. */
async function provider(make: typeof roleSetProvider, run: number) {
  const made = make();
  const config = { "cloudone:timeoutSeconds": String(100 + run) } as Record<string, string>;
  const get = (key: string) => config[key];
  await made.configure?.({ config: { get, require: get } as never });
  return made;
}

async function up(
  make: typeof roleSetProvider,
  name: string,
  run: number,
  olds: Properties | undefined,
  news: Properties,
) {
  const made = await provider(make, run);
  const declared = { ...news, __declaration: `urn:pulumi:bench::bench::${name}::${name}` };
  const checked = await step(`${name}: check`, async () => made.check?.((olds?.inputs as Properties) ?? {}, declared));
  if ((checked?.failures ?? []).length > 0) throw new Error(JSON.stringify(checked?.failures));
  const inputs = (checked?.inputs ?? {}) as Properties;
  if (olds === undefined) {
    const { id, outs } = await step(`${name}: create`, () => made.create(inputs));
    return { id, outputs: outs, inputs };
  }
  const { id, outputs } = olds as { id: string; outputs: Properties };
  const diff = await step(`${name}: compare`, async () => made.diff?.(id, outputs, inputs));
  if (diff?.changes !== true) return { ...olds, inputs };
  const updated = await step(`${name}: update`, async () => made.update?.(id, outputs, inputs));
  return { id, outputs: updated?.outs, inputs };
}

let roleSet: Properties | undefined = await up(roleSetProvider, "roles", 1, undefined, { roles });
let userSet: Properties | undefined = await up(userAssignmentSetProvider, "users", 2, undefined, {
  users,
  guard: { maxRemovalFraction: 1 },
});
roleSet = await up(roleSetProvider, "roles, no change", 3, roleSet, { roles });
userSet = await up(userAssignmentSetProvider, "users, no change", 4, userSet, {
  users,
  guard: { maxRemovalFraction: 1 },
});
userSet = await up(userAssignmentSetProvider, "users, changes", 5, userSet, {
  users: changed,
  guard: { maxRemovalFraction: 1 },
});
for (const [make, name, run, { id, outputs } = {}] of [
  [roleSetProvider, "roles", 6, roleSet],
  [userAssignmentSetProvider, "users", 7, userSet],
] as const) {
  const made = await provider(make, run);
  await step(`${name}: refresh`, async () => made.read?.(id as string, outputs as Properties));
}
