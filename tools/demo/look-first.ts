import { type AccountView, accountTable } from "./account-view.ts";
import { check } from "./checks.ts";
import { say, show, showCommand, step } from "./narrate.ts";
import { KEY } from "./seed.ts";
import type { Stage } from "./stage.ts";

/** The account as it grew by hand, and what the program would change. */
export async function lookFirst(stage: Stage): Promise<AccountView> {
  step("The account as it is");
  say("An account that grew by hand: too many people with full access, and one who left long ago.");
  const found = stage.look();
  show(accountTable(found));
  say("An auditor keeps a report of it for later.");
  await stage.command("access --quiet --format json --out earlier.json", 0);

  step("Preview: what would change");
  say("examples/complete declares 3 roles, 6 people and the account's settings. No one has changed anything yet.");
  await stage.pulumi("preview", { writes: 0 });
  check("the account is unchanged", stage.look(), found);

  step("The same for a reviewer: what each person could do, before and after");
  say("A plan of resources becomes a list of people, which begins the pull request's comment.");
  showCommand("pulumi preview --json > preview.json");
  stage.project.save("preview.json", (await stage.project.run(["preview", "--json"], KEY)).stdout);
  const predicted = await stage.command("access --quiet --preview preview.json", 2);
  const shownChanges = [
    /2 would no longer be admin/,
    /carla@example\.com: full-access → security-engineer/i,
    /farid@example\.com: full-access → read-only, disabled/,
  ].filter((text) => text.test(predicted));
  check("it names both former admins, and Farid's loss of access", shownChanges.length, 3);

  return found;
}
