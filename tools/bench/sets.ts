// Measures one RoleSet of 1,000 roles and one UserAssignmentSet of 10,000 users: `npm run bench -- sets`, after an install.
// Two parts, each against a listening emulator: the provider alone, and everything through the real engine.
import { provisionEngine } from "../engine.ts";
import { accountOf } from "./sets/account.ts";
import { measureEngine } from "./sets/through-engine.ts";
import { measureProvider } from "./sets/through-provider.ts";

const [roles = 1_000, users = 10_000, changes = 1_000] = process.argv.slice(2).map(Number);
const account = accountOf(roles, users, changes);

console.log(`# ${roles} roles in one set, ${users} users in another, ${changes} changes\n`);
console.log("## The provider in its own process");
await measureProvider(account);
console.log("\n## Through the engine");
const engine = await provisionEngine({ log: (line) => console.error(line) });
const limits = await measureEngine(account, engine.binDir);

console.log("\n## Bounds");
for (const [what, value, bound] of limits) {
  const isHeld = value <= bound;
  console.log(`${isHeld ? "held  " : "BROKEN"} ${what}: ${value.toFixed(0)}, at most ${bound.toFixed(0)}`);
  if (!isHeld) process.exitCode = 1;
}
