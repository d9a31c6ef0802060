import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { execa } from "execa";
import { demoApiKeyId, demoApiKeySecret, type Seed } from "../../../emulator/index.js";
import { AUDIT, type EmulatedAccount, FULL, scratchFolder, startAccount } from "../cli/account.js";

const ROOT = resolve(import.meta.dirname, "..", "..", "..");
const RECORDED = resolve(import.meta.dirname, "..", "cli", "previews", "plain.json");
const holders = { ann: "auditor", ben: "scanner", cas: "scanner", dee: "auditor", eve: "read-only", fay: "scanner" };
const seed = (more: Seed["users"] = []): Seed => ({
  roles: ["old", "auditor", "gone"].map((id) => ({ id, name: id, serviceRoleURNs: [AUDIT] })),
  users: [
    ...Object.entries(holders).map(([name, roleID]) => ({ id: `u-${name}`, email: `${name}@example.com`, roleID })),
    { id: "u-root", email: "root@example.com", roleID: "full-access" },
    ...more,
  ],
});

/** Runs preview.sh with an engine that prints this preview, in a job without a forge. */
async function preview(account: EmulatedAccount, recorded: string, people?: object) {
  const folder = await scratchFolder();
  await cp(join(ROOT, "examples", "pipelines", "scripts"), join(folder, "scripts"), { recursive: true });
  await mkdir(join(folder, "node_modules", ".bin"), { recursive: true });
  await symlink(join(ROOT, "dist", "cli", "main.js"), join(folder, "node_modules", ".bin", "pulumi-cloudone"));
  await writeFile(join(folder, "recorded.json"), recorded);
  await writeFile(join(folder, "Pulumi.yaml"), "name: access\nruntime: nodejs\n");
  if (people !== undefined) await writeFile(join(folder, "logins.json"), JSON.stringify(people));
  const config = JSON.stringify({ "cloudone:baseUrl": { value: account.url, secret: false } });
  const engine = `#!/bin/sh
case "$*" in
  *version*) echo v3.276.0 ;;
  *"stack export"*) echo '{"version":3,"deployment":{}}' ;;
  *config*) echo '${config}' ;;
  *preview*) cat recorded.json ;;
esac
`;
  await writeFile(join(folder, "node_modules", ".bin", "pulumi"), engine, { mode: 0o755 });
  const env = {
    PATH: [dirname(process.execPath), process.env.PATH].join(":"),
    HOME: folder,
    // The recorded stack.
    STACK: "t",
    CLOUDONE_API_KEY: `${demoApiKeyId}:${demoApiKeySecret}`,
    PULL_REQUEST_AUTHOR: "Eve-On-The-Forge",
  };
  const options = { cwd: folder, env, extendEnv: false, reject: false } as const;
  const { exitCode: code } = await execa("bash", ["scripts/preview.sh"], options);
  const file = (name: string) => readFile(join(folder, "pipeline", name), "utf8");
  const comment = await file("preview.md");
  return { code, comment: comment.replaceAll("&#64;&#8203;", "@").replaceAll("&#64;", "@"), file };
}

const recorded = () => readFile(RECORDED, "utf8");

test("the comment begins with who could do what: new admins first, and the author's own gain is marked", async () => {
  const text = (await recorded()).replaceAll(FULL, FULL.replace("workload", "identity"));
  const account = await startAccount(seed([{ id: "u-gus", email: "gus@example.com", roleID: "auditor" }]));
  const { code, comment } = await preview(account, text, { "eve-on-the-forge": "Gus@example.com" });
  expect(code).toBe(0);
  expect(comment).toMatch(
    /removals in all\.\*\*\n\n### Who could do what after the merge\n\n\*\*People and API keys: 1 would become admin/,
  );
  expect(comment).toContain("⚠️ **The author of this pull request would gain access.**");
  const rows = comment.split("\n").filter((line) => line.startsWith("| "));
  expect(rows[2]).toBe("| ⚠️ admin: ⚠️ author: gus@example.com | auditor | identity full-access |  |");
  expect(comment.indexOf("| Who |")).toBeLessThan(comment.indexOf("### Removals"));
  expect((await preview(account, text)).comment).not.toContain("author");
});

test("with a thousand people, the comment says how many more there are, and the attached file has all of them", async () => {
  const crowd = Array.from({ length: 1000 }, (_, n) => ({
    id: `u-${n}`,
    email: `a-rather-long-name-of-somebody-${n}@department.of.example.com`,
    roleID: "auditor",
  }));
  const { code, comment, file } = await preview(await startAccount(seed(crowd)), await recorded());
  expect(code).toBe(0);
  expect(comment.length).toBeLessThan(20_000);
  expect(comment).toMatch(
    /<summary>1000 people and keys<\/summary>.*, and 985 more in access\.md, attached to the job<\/details> \| auditor \| workload full-access/,
  );
  expect(comment.indexOf("removals in all.**")).toBeLessThan(200);
  expect((await file("access.md")).match(/a&#45;rather|a-rather/g)).toHaveLength(1000);
});

test("if it is unknown who could do what, the comment says why and the job fails", async () => {
  const account = await startAccount(seed());
  account.emulator.faults.add({ match: { path: "/apikeys" }, kind: "403-empty", times: Number.POSITIVE_INFINITY });
  const { code, comment } = await preview(account, await recorded());
  expect([code, comment]).toEqual([
    1,
    expect.stringMatching(/after the merge\n\n\*\*Not known:\*\* INCOMPLETE: API keys/),
  ]);
});
