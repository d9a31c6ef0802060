// Shows in a few minutes' reading what the package does, with the real engine and an emulated account.
// It compares every step with the emulator's own store, and fails if one did not go as described.
import { mkdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { demoApiKeyId, demoApiKeySecret, type Emulator, type Seed, startEmulator } from "pulumi-cloudone/emulator";
import { type AccountView, accountTable, viewAccount } from "./demo/account-view.ts";
import { check, checksDone, StoryError } from "./demo/checks.ts";
import { readableLines } from "./demo/engine-lines.ts";
import { foldLines } from "./demo/fold-lines.ts";
import { heading, say, show, showCommand, showEngine, showFailure, step } from "./demo/narrate.ts";
import { Project } from "./demo/project.ts";
import { provisionEngine } from "./engine.ts";

const KEY = `${demoApiKeyId}:${demoApiKeySecret}`;
const OTHER_KEY = "branch-office-key:branch-office-secret";
const PICTURE = resolve(import.meta.dirname, "..", ".cache", "demo", "access.html");
const SHOWN = relative(process.cwd(), PICTURE);
const EXAMPLE = resolve(import.meta.dirname, "..", "examples", "complete");

/** How long Grace's access lasts, in durations of the first `up`: the `up` that gives it must finish before it ends. */
const UPS_LENT = 4;

/** The example's account, and a second one whose key someone might use by mistake. */
function readSeed(): Seed {
  return {
    ...(JSON.parse(readFileSync(join(EXAMPLE, "emulator-seed.json"), "utf8")) as Seed),
    accounts: [
      {
        account: { id: "999999999999", alias: "Branch office" },
        apiKeys: [{ id: "branch-office-key", secret: "branch-office-secret" }],
      },
    ],
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

async function tell(emulator: Emulator, project: Project): Promise<void> {
  const { store, edit } = emulator;
  const look = () => viewAccount(store);
  const userId = (email: string) => [...store.users.values()].find((user) => user.email === email)?.id ?? email;

  /** Runs pulumi, shows its output, and checks how it ends and what it requested. */
  const pulumi = async (args: string, expected: { exit?: 0 | 1; writes: number; key?: string; note?: string }) => {
    const { exit = 0, writes, key = KEY, note = "" } = expected;
    showCommand(`${note}pulumi ${args}`);
    const [read, written] = [emulator.requests.length, emulator.writes().length];
    const { exitCode: code, stdout, stderr } = await project.run(args.split(" "), key);
    showEngine(readableLines(`${stdout}\n${stderr}`));
    const asked = emulator.requests.length - read;
    const wrote = emulator.writes().length - written;
    check(
      `exit code ${code}; ${counted(asked - wrote, "read")}, ${counted(wrote, "write")}`,
      { code, wrote },
      { code: exit, wrote: writes },
    );
    return `${stdout}\n${stderr}`;
  };

  /** Runs pulumi-cloudone, shows its output, and checks how it ends and that it wrote nothing. */
  const command = async (args: string, exit: 0 | 2) => {
    showCommand(`pulumi-cloudone ${args.replace(PICTURE, SHOWN)}`);
    const written = emulator.writes().length;
    const { exitCode: code, stdout, stderr } = await project.command(args.split(" "), KEY);
    if (stdout !== "") show(foldLines(stdout.trim().split("\n")));
    const wrote = emulator.writes().length - written;
    check(`exit code ${code}; nothing written`, { code, wrote, stderr }, { code: exit, wrote: 0, stderr: "" });
    return stdout;
  };

  step("The account as it is");
  say("An account that grew by hand: too many people with full access, and one who left long ago.");
  const found = look();
  show(accountTable(found));
  say("An auditor keeps a report of it for later.");
  await command("access --quiet --format json --out earlier.json", 0);

  step("Preview: what would change");
  say("examples/complete declares 3 roles, 6 people and the account's settings. No one has changed anything yet.");
  await pulumi("preview", { writes: 0 });
  check("the account is unchanged", look(), found);

  step("The same for a reviewer: what each person could do, before and after");
  say("A plan of resources becomes a list of people, which begins the pull request's comment.");
  showCommand("pulumi preview --json > preview.json");
  project.save("preview.json", (await project.run(["preview", "--json"], KEY)).stdout);
  const predicted = await command("access --quiet --preview preview.json", 2);
  const shownChanges = [
    /2 would no longer be admin/,
    /carla@example\.com: full-access → security-engineer/i,
    /farid@example\.com: full-access → read-only, disabled/,
  ].filter((text) => text.test(predicted));
  check("it names both former admins, and Farid's loss of access", shownChanges.length, 3);

  step("Up");
  say("The auditors' role already exists and is identical: it is taken over, not written. Ann keeps what she has.");
  const began = performance.now();
  await pulumi("up --yes --skip-preview", { writes: 8 });
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
  show(accountTable(look(), found));
  check("the account is as declared; Grace, who is not declared, is as she was", look(), declared);

  step("Someone changes things by hand");
  say("In the console, someone lets the auditors see the bills, and gives Dmitri full access for a night shift.");
  const role = store.roles.get("compliance-auditor");
  const bills = "urn:cloudone:billing:us-1:012345678912:role/full-access";
  edit.modifyRole("compliance-auditor", { serviceRoleURNs: [...(role?.serviceRoleURNs ?? []), bills] });
  edit.modifyUser(userId("dmitri@example.com"), { roleID: "full-access" });
  show(accountTable(look(), declared).filter((line) => line.includes("(was ")));

  step("Refresh finds it, and preview says what would be reverted");
  await pulumi("refresh --yes --skip-preview", { writes: 0 });
  const preview = await pulumi("preview", { writes: 0 });
  const named = [
    "role compliance-auditor loses full-access of billing",
    "user dmitri@example.com loses access: role full-access → workload-operator",
  ].filter((text) => preview.includes(text));
  check("the preview names both, and who loses what", named.length, 2);

  step("Up reverts it");
  await pulumi("up --yes --skip-preview", { writes: 2 });
  check("the account is as declared again", look(), declared);

  step("A refused mistake: the key of another account");
  say("That key sees nothing of this account, as if everything had been deleted.");
  const before = project.state();
  const branch = { exit: 1, writes: 0, key: OTHER_KEY, note: "CLOUDONE_API_KEY=<the branch office's> " } as const;
  await pulumi("up --yes --skip-preview", branch);
  check("the account is unchanged", look(), declared);
  check("the state is unchanged", project.state().text, before.text);

  step("Destroy, with a role that is still in use");
  say("Someone gave Grace, who is not in the program, the operators' role in the console.");
  edit.modifyUser(userId("grace@example.com"), { roleID: "workload-operator" });
  const output = await pulumi("destroy --yes --skip-preview", { exit: 1, writes: 6 });
  check("the error names Grace", output.includes("it is still held by user grace@example.com"), true);
  check("Grace's role is untouched", look().roles["workload-operator"], declared.roles["workload-operator"]);
  check("everything else is done, and that role is still in the state", project.state().names, ["workload-operator"]);

  step("Grace moves on, and destroy finishes");
  edit.modifyUser(userId("grace@example.com"), { roleID: "read-only" });
  await pulumi("destroy --yes --skip-preview", { writes: 1 });
  check("the state is empty", project.state().names, []);

  step("What the deletion policies left");
  show(accountTable(look(), found));
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
  check("the account is as described", look(), left);

  step("Up once more, with access that ends; and someone changes things by hand again");
  const end = Date.now() + lentFor;
  const until = new Date(end).toISOString().replace(/\.\d+Z$/, "Z");
  say("Grace gets the operators' role for the rest of this demo:");
  show(project.addMember("grace@example.com", `{ role: workload-operator, until: "${until}" }`));
  say(
    "Disabled users stay disabled, with a warning: no one gets access unless the program says so. Then, in the console,",
  );
  say("someone gives full access back to Dmitri, and to Henk, who is not in the program.");
  const lent = await pulumi("up --yes --skip-preview", { writes: 8 });
  check(
    "it says when Grace's access ends",
    lent.includes(`grace@example.com (Grace Obi): the access ends with ${until}`),
    true,
  );
  check("Grace has the role", look().users["grace@example.com"], "workload-operator, enabled");
  edit.modifyUser(userId("dmitri@example.com"), { roleID: "full-access", state: "enabled" });
  edit.addUser({ email: "henk@example.com", roleID: "full-access", name: "Henk Visser" });

  step("The access report, for the auditor");
  await command("access --quiet", 0);
  mkdirSync(join(PICTURE, ".."), { recursive: true });
  await command(`access --quiet --format html --out ${PICTURE}`, 0);
  check("the page names Henk", readFileSync(PICTURE, "utf8").includes("henk@example.com"), true);
  say(`Open ${SHOWN} in a browser.`);

  step("The review, a quarter later: what changed since the report of step 1");
  const review = await command("access --quiet --since earlier.json --inactive 90", 2);
  const [, newAdmins = ""] = review.split("New admins\n");
  const risen = ["dmitri@example.com", "henk@example.com"].filter((email) => newAdmins.includes(email));
  check("it names the new admins", risen.length, 2);

  step("The drift report, for a nightly pipeline: exit code 2");
  say("Grace's access has ended by now, but no run has taken it away: drift reports it as overdue.");
  await wait(Math.max(0, end - Date.now()));
  const drift = await command("drift --stack demo --quiet", 2);
  const findings = [
    /UserAssignment dmitri/,
    /"full-access"/,
    /henk@example\.com/,
    /Overdue:.*\n.*grace@example\.com/,
  ].filter((text) => text.test(drift));
  check("it names Dmitri's role, Henk, and Grace as overdue", findings.length, 4);

  step("The next up carries out what has ended");
  await pulumi("up --yes --skip-preview", { writes: 1 });
  check(
    "Grace is disabled, with the role that she had before",
    look().users["grace@example.com"],
    "read-only, disabled",
  );
}

const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 1000);
const running = await startEmulator({ seed: readSeed() });
try {
  heading("pulumi-cloudone: who may do what in a Cloud One account, as code");
  say("Looking for a Pulumi engine …");
  const engine = await provisionEngine({ log: say });
  say(
    `Pulumi ${engine.version} (from ${engine.source}, after ${seconds()} s), and an emulated Cloud One at ${running.url}`,
  );
  const project = new Project(engine.binDir, running.url);
  await project.initialize();
  await tell(running.emulator, project);
  const writes = running.emulator.writes().length;
  const reads = running.emulator.requests.length - writes;
  console.log();
  heading(
    `Done in ${seconds()} s: ${counted(reads, "read")}, ${counted(writes, "write")}, ${checksDone()} checks, all passed.`,
  );
} catch (error) {
  showFailure(error instanceof Error ? error.message : String(error));
  if (!(error instanceof StoryError) && error instanceof Error) console.error(error.stack);
  showFailure(`The demo failed after ${seconds()} s.`);
  process.exitCode = 1;
} finally {
  await running.close();
}
