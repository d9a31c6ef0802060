import { type AccountView, accountTable } from "./account-view.ts";
import { check } from "./checks.ts";
import { say, show, step } from "./narrate.ts";
import type { Stage } from "./stage.ts";

/** How long Grace's access lasts, in durations of the first `up`: the `up` that gives it must finish before it ends. */
const UPS_LENT = 4;

/** The first update: returns the account as declared, and for how many milliseconds access is lent later on. */
export async function firstUp(stage: Stage, found: AccountView): Promise<{ declared: AccountView; lentFor: number }> {
  step("Up");
  say("The auditors' role already exists and is identical: it is taken over, not written. Ann keeps what she has.");
  const began = performance.now();
  await stage.pulumi("up --yes --skip-preview", { writes: 8 });
  const lentFor = UPS_LENT * (performance.now() - began);

  step("The account now");
  const declared: AccountView = {
    settings: { alias: "Example Corp", timezone: "Europe/Berlin", mfaRequired: true },
    roles: {
      ...found.roles,
      "security-engineer": [
        "workload/full-access",
        "network/full-access",
        "conformity/full-access",
        "identity/read-only",
      ],
      "workload-operator": ["workload/full-access"],
    },
    users: {
      "ann@example.com": "full-access, enabled",
      "ben@example.com": "security-engineer, enabled",
      "carla@example.com": "security-engineer, enabled",
      "dmitri@example.com": "workload-operator, enabled",
      "ema@example.com": "compliance-auditor, enabled",
      "farid@example.com": "read-only, disabled",
      "grace@example.com": "read-only, enabled",
    },
  };
  show(accountTable(stage.look(), found));
  check("the account is as declared; Grace, who is not declared, is as she was", stage.look(), declared);

  return { declared, lentFor };
}
