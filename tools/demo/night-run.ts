import { setTimeout as wait } from "node:timers/promises";
import { check } from "./checks.ts";
import { say, step } from "./narrate.ts";
import type { Stage } from "./stage.ts";

/** The pipeline at night: it reports what is otherwise than declared, and the next update carries out what has ended. */
export async function nightRun(stage: Stage, end: number): Promise<void> {
  step("The drift report, for a nightly pipeline: exit code 2");
  say("Grace's access has ended by now, but no run has taken it away: drift reports it as overdue.");
  await wait(Math.max(0, end - Date.now()));
  const drift = await stage.command("drift --stack demo --quiet", 2);
  const findings = [
    /UserAssignment dmitri/,
    /"full-access"/,
    /henk@example\.com/,
    /Overdue:.*\n.*grace@example\.com/,
  ].filter((text) => text.test(drift));
  check("it names Dmitri's role, Henk, and Grace as overdue", findings.length, 4);

  step("The next up carries out what has ended");
  await stage.pulumi("up --yes --skip-preview", { writes: 1 });
  check(
    "Grace is disabled, with the role that she had before",
    stage.look().users["grace@example.com"],
    "read-only, disabled",
  );
}
