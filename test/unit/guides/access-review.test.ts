import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, symlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { execa } from "execa";
import { demoApiKeyId, demoApiKeySecret, type Seed } from "../../../emulator/index.js";
import { startForge } from "../../engine/pipelines/forge-server.js";
import { githubSteps, PIPELINES } from "../../engine/pipelines/workflow.js";
import { AUDIT, type EmulatedAccount, READ, scratchFolder, startAccount } from "../cli/account.js";
import { blocks, REPOSITORY, read } from "../docs/documents.js";

const MAIN = join(REPOSITORY, "dist", "cli", "main.js");
const KEY = `${demoApiKeyId}:${demoApiKeySecret}`;
const created = "2020-01-01T00:00:00Z";
const seed: Seed = {
  roles: [{ id: "auditor", name: "Auditor", serviceRoleURNs: [AUDIT] }],
  users: ["ann", "bob", "cas"].map((name) => ({
    id: `u-${name}`,
    email: `${name}@example.com`,
    roleID: "auditor",
    created,
  })),
};

interface Ended {
  code: number | undefined;
  output: string;
}

/** Runs a script as in a terminal, or as a CI runner does. */
async function run(script: string, cwd: string, env: Record<string, string>): Promise<Ended> {
  const PATH = [join(cwd, "stubs"), dirname(process.execPath), process.env.PATH].join(":");
  const options = { cwd, env: { HOME: cwd, ...env, PATH }, extendEnv: false, all: true, reject: false } as const;
  const { exitCode, all } = await execa("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], options);
  return { code: exitCode, output: all };
}

const reach = ({ url }: EmulatedAccount) => ({ CLOUDONE_BASE_URL: url, CLOUDONE_API_KEY: KEY });

function quarterPasses({ emulator: { edit, switches } }: EmulatedAccount): void {
  edit.modifyUser("u-ann", { roleID: "full-access" });
  edit.removeUser("u-bob");
  edit.modifyRole("auditor", { serviceRoleURNs: [AUDIT, READ] });
  switches.lastActivity = "absent";
}

test("the commands of the guide keep a report, and a quarter later find what changed and who is inactive", async () => {
  const [first, since, page, next, branch, ...more] = blocks(read("docs/guides/access-review.md"), "sh");
  expect(more).toEqual([]);
  const [account, folder] = [await startAccount(seed), await scratchFolder()];
  const terminal = (block = "") => run(`npx() { shift; node "${MAIN}" "$@"; }\n${block}`, folder, reach(account));
  expect((await terminal(first)).code).toBe(0);
  quarterPasses(account);
  const found = await terminal(since);
  expect(found).toEqual({
    code: 2,
    output: expect.stringContaining("1 new admin, 1 left, 2 gained access; 1 unchanged."),
  });
  expect(found.output).toMatch(
    /2 enabled users or keys were inactive.*\n {2}ann@.*\(admin\); never; created 2020.*\n {2}cas@/,
  );
  for (const line of (page ?? "").trim().split("\n")) expect((await terminal(line)).code).toBe(2);
  expect(await readFile(join(folder, "review.html"), "utf8")).toContain("<h3>New admins</h3>");
  expect((await terminal(next)).code).toBe(0);
  expect(branch).toContain("refs/heads/access-reports");
});

test("the pipeline keeps each report on its branch and opens one issue with the differences", async () => {
  const [account, folder, origin] = [await startAccount(seed), await scratchFolder(), await scratchFolder()];
  const forge = await startForge();
  await cp(join(PIPELINES, "scripts"), join(folder, "scripts"), { recursive: true });
  await mkdir(join(folder, "node_modules", ".bin"), { recursive: true });
  await symlink(MAIN, join(folder, "node_modules", ".bin", "pulumi-cloudone"));
  await mkdir(join(folder, "stubs"));
  await symlink(resolve(import.meta.dirname, "../../engine/pipelines/gh-stub.mjs"), join(folder, "stubs", "gh"));
  const env = {
    ...reach(account),
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "acme/access",
    STUB_FORGE_URL: forge.url,
  };
  const git = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b" };
  // As the guide creates the branch.
  const made = `git init --quiet --bare "${origin}" && git init --quiet && git remote add origin "${origin}"\n${blocks(read("docs/guides/access-review.md"), "sh").at(-1)}`;
  expect((await run(made, folder, git)).code).toBe(0);

  const contexts = { "github.token": "t0ken", "secrets.CLOUDONE_READ_ONLY_API_KEY": KEY, "vars.INACTIVE_DAYS": "" };
  const review = async (): Promise<Ended> => {
    // As actions/checkout leaves it.
    await rm(join(folder, "reports"), { recursive: true, force: true });
    expect((await run(`git clone --quiet --branch access-reports "${origin}" reports`, folder, {})).code).toBe(0);
    let ended: Ended = { code: 0, output: "" };
    for (const step of await githubSteps("access-review.yml", "review", contexts)) {
      ended = await run(step.run, folder, { ...env, ...step.env });
      expect(ended.output).not.toContain("t0ken");
      if (ended.code !== 0) break;
    }
    return ended;
  };
  const kept = async () =>
    (await run(`git -C "${origin}" ls-tree --name-only access-reports`, folder, {})).output
      .trim()
      .split("\n")
      .filter(Boolean);

  expect(await review()).toEqual({ code: 0, output: "" });
  expect([(await kept()).length, forge.issues]).toEqual([1, []]);
  quarterPasses(account);
  // Reports are named by the second.
  await new Promise((later) => setTimeout(later, 1100));
  expect((await review()).code).toBe(0);
  expect((await kept()).length).toBe(2);
  expect(forge.issues).toMatchObject([{ title: "Cloud One access review", state: "open" }]);
  expect(forge.issues[0]?.body).toMatch(
    /New admins.*ann&#64;example.*Gained access.*cas&#64;.*Left.*bob&#64;.*inactive for 90 days/s,
  );

  account.emulator.faults.add({ match: { path: "/users" }, kind: "403-empty", times: Number.POSITIVE_INFINITY });
  expect((await review()).code).toBe(1);
  expect([(await kept()).length, forge.issues.length]).toEqual([2, 1]);
  expect((await readdir(join(folder, "reports"))).filter((name) => name.endsWith(".partial"))).toEqual([]);
  expect(existsSync(join(folder, "pipeline", "review.md"))).toBe(false);
  expect(account.emulator.writes()).toEqual([]);
});
