import { check } from "./checks.ts";
import { say, show, step } from "./narrate.ts";
import type { Stage } from "./stage.ts";

/** Grace gets access that ends, and someone lets people in by hand. Returns when her access ends. */
export async function lendAccess(stage: Stage, lentFor: number): Promise<number> {
  step("Up once more, with access that ends; and someone changes things by hand again");
  const end = Date.now() + lentFor;
  const until = new Date(end).toISOString().replace(/\.\d+Z$/, "Z");
  say("Grace gets the operators' role for the rest of this demo:");
  show(stage.project.addMember("grace@example.com", `{ role: workload-operator, until: "${until}" }`));
  say(
    "Disabled users stay disabled, with a warning: no one gets access unless the program says so. Then, in the console,",
  );
  say("someone gives full access back to Dmitri, and to Henk, who is not in the program.");
  const lent = await stage.pulumi("up --yes --skip-preview", { writes: 8 });
  check(
    "it says when Grace's access ends",
    lent.includes(`grace@example.com (Grace Obi): the access ends with ${until}`),
    true,
  );
  check("Grace has the role", stage.look().users["grace@example.com"], "workload-operator, enabled");
  stage.edit.modifyUser(stage.userId("dmitri@example.com"), { roleID: "full-access", state: "enabled" });
  stage.edit.addUser({ email: "henk@example.com", roleID: "full-access", name: "Henk Visser" });

  return end;
}
