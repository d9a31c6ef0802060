import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { accessReport } from "../../../cli/access/access-report.js";
import { readPreview } from "../../../cli/preview/read-preview.js";
import { refuseOtherStack } from "../../../cli/preview/refuse-other-stack.js";
import type { Seed } from "../../../emulator/index.js";
import { AUDIT, type EmulatedAccount, FULL, scratchFolder, startAccount } from "./account.js";

// What `pulumi preview --json` of CLI 3.276 printed for one program, without source positions.
const RECORDED = join(import.meta.dirname, "previews");
const holders = { ann: "auditor", ben: "scanner", cas: "scanner", dee: "auditor", eve: "read-only", fay: "scanner" };
/** The account at that time. */
const seed: Seed = {
  roles: ["old", "auditor", "gone"].map((id) => ({ id, name: id, serviceRoleURNs: [AUDIT] })),
  users: [
    ...Object.entries(holders).map(([name, roleID]) => ({ id: `u-${name}`, email: `${name}@example.com`, roleID })),
    { id: "u-root", email: "root@example.com", roleID: "full-access" },
  ],
};

async function previewed(account: EmulatedAccount, file: string, ...more: string[]) {
  return account.run("access", "--preview", file, ...more);
}

test.each(["plain.json", "refresh.json"])(
  "a recorded preview, %s, shows what each person would gain and lose",
  async (name) => {
    const account = await startAccount(seed);
    const before = account.emulator.snapshot();
    const { code, stdout } = await previewed(account, join(RECORDED, name), "--format", "json");
    expect(code).toBe(2);
    const { changes } = accessReport.parse(JSON.parse(stdout));
    const rows = (changes?.rows ?? []).map(({ change, before, after, gains, losses, notKnown, who }) => ({
      change: `${change}: ${before?.roleId} ${before?.state} → ${after?.roleId} ${after?.state}`,
      ...(gains.length > 0 && { gains }),
      ...(losses.length > 0 && { losses }),
      ...(notKnown.length > 0 && { notKnown }),
      who: who.map(({ email }) => email),
    }));
    const reads = account.emulator.store.roles.get("read-only")?.serviceRoleURNs.toSorted();
    expect(rows).toEqual([
      { change: "invited: undefined undefined → nw enabled", gains: [AUDIT], who: ["new@example.com"] },
      {
        change: "changed: full-access enabled → full-access enabled",
        notKnown: ["which role they would have (UserAssignment sec)"],
        who: ["root@example.com"],
      },
      { change: "changed: scanner enabled → read-only enabled", gains: reads, who: ["ben@example.com"] },
      {
        change: "changed: read-only enabled → nw enabled",
        losses: reads?.filter((urn) => urn !== AUDIT),
        who: ["eve@example.com"],
      },
      { change: "moved: auditor enabled → nw enabled", who: ["ann@example.com", "dee@example.com"] },
      { change: "moved: scanner enabled → read-only disabled", who: ["cas@example.com"] },
    ]);
    expect(changes).toMatchObject({ comparedWith: "preview", refusals: [], summary: { unchanged: 2 } });
    expect([account.emulator.writes(), account.emulator.snapshot()]).toEqual([[], before]);
  },
);

test("every format shows it, and no one's change is lost", async () => {
  const account = await startAccount(seed);
  for (const format of ["text", "markdown", "html", "csv"]) {
    const { code, stdout } = await previewed(account, join(RECORDED, "plain.json"), "--format", format);
    expect([format, code]).toEqual([format, 2]);
    for (const name of ["new", "root", "ben", "eve", "ann", "dee", "cas"])
      expect(stdout).toMatch(new RegExp(`${name}(@|&#64;)`));
  }
});

/** The recorded preview with changes. */
async function spoiled(change: (preview: Digest) => unknown): Promise<string> {
  const file = join(await scratchFolder(), "preview.json");
  const preview = JSON.parse(await readFile(join(RECORDED, "plain.json"), "utf8")) as Digest;
  const changed = change(preview);
  await writeFile(file, typeof changed === "string" ? changed : JSON.stringify(changed));
  return file;
}

interface Digest {
  steps: { op: string; urn: string; newState?: { inputs: Record<string, unknown> }; oldState?: { id?: string } }[];
}

const typed = (urn: string, type: string) => urn.replace(/::[^:]*pulumi-nodejs:dynamic\/cloudone:\w+::/, `::${type}::`);

test.each<[string, (preview: Digest) => unknown, RegExp]>([
  ["that is truncated", (preview) => JSON.stringify(preview).slice(0, -20), /is not JSON/],
  ["that is a stack's export", () => ({ version: 3, deployment: {} }), /is not what `pulumi preview --json` writes/],
  ["that ended early", ({ steps }) => ({ steps }), /failed, so it says nothing about access/],
  [
    "of another project",
    ({ steps, ...rest }) => ({
      ...rest,
      steps: steps.map((one) => ({ ...one, urn: typed(one.urn, "aws:s3/bucket:Bucket") })),
    }),
    /no Cloud One resource.*another stack or project/s,
  ],
  [
    "of another account",
    (preview) => JSON.parse(JSON.stringify(preview).replaceAll("/012345678912/", "/999999999999/")),
    /of account 999999999999/,
  ],
  [
    "of another account that has nothing in the state yet",
    ({ steps, ...rest }) => {
      const created = steps.map(({ oldState: _, ...one }) => ({ ...one, op: "create" }));
      return JSON.parse(JSON.stringify({ ...rest, steps: created }).replaceAll(":012345678912:", ":999999999999:"));
    },
    /of account 999999999999/,
  ],
  [
    "with a class of a newer version",
    ({ steps, ...rest }) => ({
      ...rest,
      steps: steps.map((one) => ({ ...one, urn: one.urn.replace(":RoleSet::", ":ApiKeySet::") })),
    }),
    /the class ApiKeySet.*Update it/s,
  ],
  [
    "with an operation of a newer version",
    ({ steps, ...rest }) => ({ ...rest, steps: steps.map((one) => ({ ...one, op: "transmute" })) }),
    /the operation transmute/,
  ],
])("a preview %s is a clear error and exit 1, and nothing is printed", async (_, change, reason) => {
  const { code, stdout, stderr } = await previewed(await startAccount(seed), await spoiled(change));
  expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(reason)]);
});

test("a preview of a stack or project other than the named one is refused, however the stack is named", async () => {
  const preview = await readPreview(join(RECORDED, "plain.json"));
  for (const own of ["t", "acme/t", "acme/access/t"])
    expect(() => refuseOtherStack(preview, own, "access")).not.toThrow();
  expect(() => refuseOtherStack(preview, "t", undefined)).not.toThrow();
  expect(() => refuseOtherStack(preview, "prod", "access")).toThrow(
    /of stack t in project access, but --stack names prod/,
  );
  expect(() => refuseOtherStack(preview, "t", "billing")).toThrow(/in project billing: nothing was predicted/);
});

test("a failed preview exits with 1 and says why it failed", async () => {
  const { code, stdout, stderr } = await previewed(await startAccount(seed), join(RECORDED, "failed.json"));
  expect([code, stdout, stderr]).toEqual([1, "", expect.stringContaining("a role's name is not empty")]);
});

test("if an account cannot be read in full, nothing is predicted", async () => {
  const account = await startAccount(seed);
  account.emulator.faults.add({ match: { path: "/invitations" }, kind: "403-empty", times: Number.POSITIVE_INFINITY });
  const { code, stdout } = await previewed(account, join(RECORDED, "plain.json"));
  expect([code, stdout]).toEqual([1, expect.stringContaining("INCOMPLETE: nothing was compared with the preview")]);
});

test("the report says what an update would refuse, and that the rest is not carried out", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyUser("u-fay", { roleID: "gone" });
  const { code, stdout } = await previewed(account, join(RECORDED, "plain.json"));
  expect([code, stdout]).toEqual([2, expect.stringMatching(/Would be refused: Role gone: .*fay@example\.com/)]);
});

test("a role that newly makes its holders admins lists them first", async () => {
  const account = await startAccount(seed);
  const file = await spoiled((preview) =>
    JSON.parse(JSON.stringify(preview).replaceAll(FULL, FULL.replace("workload", "identity"))),
  );
  account.emulator.edit.modifyUser("u-fay", { roleID: "auditor" });
  const { stdout } = await previewed(account, file);
  expect(stdout).toMatch(
    /1 new admin,.*\n\nWould become admins\n {2}fay@example\.com: auditor\n {4}\+ identity full-access\n/,
  );
});

test("--preview and --since cannot be combined", async () => {
  const { code, stderr } = await (await startAccount(seed)).run("access", "--preview", "a", "--since", "b");
  expect([code, stderr]).toEqual([1, expect.stringContaining("cannot be used with")]);
});
