import { type AccountView, accountTable } from "./account-view.ts";
import { check } from "./checks.ts";
import { say, show, step } from "./narrate.ts";
import type { Stage } from "./stage.ts";

/** Someone changes things in the console: refresh finds it, and an update reverts it. */
export async function changeByHand(stage: Stage, declared: AccountView): Promise<void> {
  step("Someone changes things by hand");
  say("In the console, someone lets the auditors see the bills, and gives Dmitri full access for a night shift.");
  const bills = "urn:cloudone:billing:us-1:012345678912:role/full-access";
  stage.edit.modifyRole("compliance-auditor", { serviceRoleURNs: [...stage.urnsOf("compliance-auditor"), bills] });
  stage.edit.modifyUser(stage.userId("dmitri@example.com"), { roleID: "full-access" });
  show(accountTable(stage.look(), declared).filter((line) => line.includes("(was ")));

  step("Refresh finds it, and preview says what would be reverted");
  await stage.pulumi("refresh --yes --skip-preview", { writes: 0 });
  const preview = await stage.pulumi("preview", { writes: 0 });
  const named = [
    "role compliance-auditor loses full-access of billing",
    "user dmitri@example.com loses access: role full-access → workload-operator",
  ].filter((text) => preview.includes(text));
  check("the preview names both, and who loses what", named.length, 2);

  step("Up reverts it");
  await stage.pulumi("up --yes --skip-preview", { writes: 2 });
  check("the account is as declared again", stage.look(), declared);
}
