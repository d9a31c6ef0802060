import { mkdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { check } from "./checks.ts";
import { say, step } from "./narrate.ts";
import type { Stage } from "./stage.ts";

const PICTURE = resolve(import.meta.dirname, "..", "..", ".cache", "demo", "access.html");
const SHOWN = relative(process.cwd(), PICTURE);

/** What an auditor sees: who may do what now, and what has changed since. */
export async function audit(stage: Stage): Promise<void> {
  step("The access report, for the auditor");
  await stage.command("access --quiet", 0);
  mkdirSync(join(PICTURE, ".."), { recursive: true });
  const picture = "access --quiet --format html --out";
  await stage.command(`${picture} ${PICTURE}`, 0, `${picture} ${SHOWN}`);
  check("the page names Henk", readFileSync(PICTURE, "utf8").includes("henk@example.com"), true);
  say(`Open ${SHOWN} in a browser.`);

  step("The review, a quarter later: what changed since the report of step 1");
  const review = await stage.command("access --quiet --since earlier.json --inactive 90", 2);
  const [, newAdmins = ""] = review.split("New admins\n");
  const risen = ["dmitri@example.com", "henk@example.com"].filter((email) => newAdmins.includes(email));
  check("it names the new admins", risen.length, 2);
}
