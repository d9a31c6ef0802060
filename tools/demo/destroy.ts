import { type AccountView, accountTable } from "./account-view.ts";
import { check } from "./checks.ts";
import { say, show, step } from "./narrate.ts";
import type { Stage } from "./stage.ts";

/** The end of the stack, which keeps a role that someone holds, and what the deletion policies leave. */
export async function destroy(stage: Stage, found: AccountView, declared: AccountView): Promise<void> {
  step("Destroy, with a role that is still in use");
  say("Someone gave Grace, who is not in the program, the operators' role in the console.");
  stage.edit.modifyUser(stage.userId("grace@example.com"), { roleID: "workload-operator" });
  const output = await stage.pulumi("destroy --yes --skip-preview", { exit: 1, writes: 6 });
  check("the error names Grace", output.includes("it is still held by user grace@example.com"), true);
  check("Grace's role is untouched", stage.look().roles["workload-operator"], declared.roles["workload-operator"]);
  check("everything else is done, and that role is still in the state", stage.project.state().names, [
    "workload-operator",
  ]);

  step("Grace moves on, and destroy finishes");
  stage.edit.modifyUser(stage.userId("grace@example.com"), { roleID: "read-only" });
  await stage.pulumi("destroy --yes --skip-preview", { writes: 1 });
  check("the state is empty", stage.project.state().names, []);

  step("What the deletion policies left");
  show(accountTable(stage.look(), found));
  say("retain    Ann, and the auditors' role, which existed before");
  say("restore   Ema and the settings are back to what they were, but mfaRequired stays on");
  say("disable   the other users of the program: disabled, with the role they had before, or read-only if they had");
  say("          full access. No one was removed.");
  say("delete    the two roles of the program");
  const left: AccountView = {
    settings: { ...found.settings, mfaRequired: true },
    roles: found.roles,
    users: {
      "ann@example.com": "full-access, enabled",
      "ben@example.com": "read-only, disabled",
      "carla@example.com": "read-only, disabled",
      "dmitri@example.com": "read-only, disabled",
      "ema@example.com": "read-only, enabled",
      "farid@example.com": "read-only, disabled",
      "grace@example.com": "read-only, enabled",
    },
  };
  check("the account is as described", stage.look(), left);
}
