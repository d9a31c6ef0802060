import { setTimeout as wait } from "node:timers/promises";
import { check } from "./checks.ts";
import { say, step } from "./narrate.ts";
import type { Stage } from "./stage.ts";

/** The pipeline at night: it reports what is otherwise than declared, and the next update carries out what has ended. */
export async function nightRun(stage: Stage, end: number): Promise<void> {
  step("The drift report, for a pipeline at night: exit code 2");
  say("Grace's time is up by now, and no run has taken her access yet: that is drift of its own kind.");
  await wait(Math.max(0, end - Date.now()));
  const drift = await stage.command("drift --stack demo --quiet", 2);
  const told = [
    /UserAssignment dmitri/,
    /"full-access"/,
    /henk@example\.com/,
    /Overdue:.*\n.*grace@example\.com/,
  ].filter((text) => text.test(drift));
  check("it names Dmitri's role, Henk, and Grace as overdue", told.length, 4);

  step("The next up carries out what has ended");
  await stage.pulumi("up --yes --skip-preview", { writes: 1 });
  check(
    "Grace is disabled, and holds the role that she had before",
    stage.look().users["grace@example.com"],
    "read-only, disabled",
  );
}
