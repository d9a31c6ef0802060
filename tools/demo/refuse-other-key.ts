import type { AccountView } from "./account-view.ts";
import { check } from "./checks.ts";
import { say, step } from "./narrate.ts";
import { OTHER_KEY } from "./seed.ts";
import type { Stage } from "./stage.ts";

/** The key of another account changes nothing. */
export async function refuseOtherKey(stage: Stage, declared: AccountView): Promise<void> {
  step("A refused mistake: the key of another account");
  say("That key sees nothing of this account, as if everything had been deleted.");
  const before = stage.project.state();
  const branch = { exit: 1, writes: 0, key: OTHER_KEY, note: "CLOUDONE_API_KEY=<the branch office's> " } as const;
  await stage.pulumi("up --yes --skip-preview", branch);
  check("the account is unchanged", stage.look(), declared);
  check("the state is unchanged", stage.project.state().text, before.text);
}
