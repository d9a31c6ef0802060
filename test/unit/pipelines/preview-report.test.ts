import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { execa } from "execa";
import { printable } from "../../../provider/plan/text/printable.js";

const SCRIPT = resolve(import.meta.dirname, "../../../examples/pipelines/scripts/preview-report.ts");
const URN = "urn:pulumi:prod::access::pulumi-nodejs:dynamic/cloudone";
let folder = "";

afterEach(() => rm(folder, { recursive: true, force: true }));

/** The script's report of a preview's JSON, or of something that is not JSON. */
async function report(preview: unknown, code = 0): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), "cloudone-preview-"));
  await mkdir(join(folder, "pipeline"));
  const json = typeof preview === "string" ? preview : JSON.stringify(preview);
  await writeFile(join(folder, "pipeline", "preview.json"), json);
  await writeFile(join(folder, "pipeline", "preview.err"), "error: the engine stopped\n");
  const options = { cwd: folder, stripFinalNewline: false } as const;
  return (await execa(process.execPath, [SCRIPT, "prod", String(code)], options)).stdout;
}

/** A report as forge.sh posts it. */
async function cut(text: string): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), "cloudone-preview-"));
  await writeFile(join(folder, "report.md"), text);
  await writeFile(join(folder, "gh"), '#!/bin/sh\ncase "$*" in *GET*) echo "[]";; esac\n', { mode: 0o755 });
  const env = { PATH: `${folder}:${dirname(process.execPath)}:${process.env.PATH}`, GITHUB_REPOSITORY: "o/r" };
  await execa("bash", [resolve(SCRIPT, "../forge.sh"), "comment", "report.md"], { cwd: folder, env });
  return readFile(join(folder, "report.md.fitting"), "utf8");
}

test("admins come first, then removals by name, what is let go, who gains what, policies, and every change", async () => {
  const text = await report({
    steps: [
      { op: "same", urn: `${URN}:Role::reader` },
      {
        op: "delete",
        urn: `${URN}:UserAssignment::ben`,
        oldState: { outputs: { email: "ben@example.com", deletionPolicy: "remove" } },
      },
      {
        op: "update",
        urn: `${URN}:UserAssignmentSet::team`,
        oldState: { inputs: { removed: "retain" } },
        newState: { inputs: { removals: ["dora: disable"] } },
      },
      {
        op: "delete",
        urn: `${URN}:Role::old`,
        oldState: { inputs: { roleId: "old", deletionPolicy: "retain" } },
      },
      { op: "delete", urn: `${URN}:RoleSet::roles`, oldState: { inputs: { roles: { a: {}, b: {} } } } },
      { op: "delete", urn: "urn:pulumi:prod::access::other:index:RuleSet::rules" },
    ],
    diagnostics: [
      { severity: "warning", message: "warning: fay@example.com gains an admin role: full-access" },
      { severity: "info", message: "printed by the program" },
      { severity: "info", urn: `${URN}:UserAssignment::eve`, message: "info: eve would be sent an invitation" },
      { severity: "warning", message: "warning: role auditor loses x" },
    ],
  });
  expect(text).toBe(`<!-- pulumi-cloudone preview prod -->
## Access preview: prod

5 changes. Nothing has been written.

**4 removals in all.**

### New admins

- fay&#64;example.com gains an admin role: full-access

### Removals

- UserAssignment ben is deleted: ben&#64;example.com, deletionPolicy remove
- RuleSet rules is deleted
- UserAssignmentSet team: dora: disable
- role auditor loses x

### Pulumi lets go of, and takes nothing from anyone

- Role old: old
- RoleSet roles: a, b

### Who gains what, and other notes

- eve would be sent an invitation

### Policies, from what to what

- UserAssignmentSet team: removed retain → (default)

### Changes

- delete UserAssignment ben
- update UserAssignmentSet team
- delete Role old
- delete RoleSet roles
- delete RuleSet rules
`);
});

test("names of the account are never markup, mention no one, link nothing and begin no line", async () => {
  const name = "a\u001b[2J\u202e | <img src=x> @octocat #12 https://evil.example `x`\n/close\n- [ ] done";
  const text = await report({
    steps: [{ op: "update", urn: `${URN}:RoleSet::roles`, newState: { inputs: { removals: [name] } } }],
    diagnostics: [{ severity: "warning", message: name }],
  });
  expect(text).not.toMatch(/\p{Cc}(?<!\n)|\u202e|<img|^\/close|^ *- &?\[|`x`/mu);
  const rendered = text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  expect(rendered).not.toMatch(/(^|\W)@octocat|#12|https:\/\/evil/);
  expect(rendered).toContain("a\\u001b[2J\\u202e | <img src=x> @\u200boctocat #\u200b12 https:/\u200b/evil.example");
  expect(text.match(/<br>/g)).toHaveLength(4);
});

test("invisible characters are shown as in reports", async () => {
  const names = Array.from({ length: 0x11_0000 }, (_, code) => String.fromCodePoint(code)).filter(
    (char) => !/[\n\t\r\p{Co}]/u.test(char) && printable(char) !== char,
  );
  const text = await report({
    steps: [
      { op: "update", urn: `${URN}:RoleSet::roles`, newState: { inputs: { removals: [`a${names.join("a")}a`] } } },
    ],
  });
  const [row = ""] = text.split("\n").filter((line) => line.startsWith("- RoleSet roles"));
  expect(row.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))).toBe(
    `- RoleSet roles: ${printable(`a${names.join("a")}a`)}`,
  );
});

test("a comment too long for a forge is cut after the number of removals, never within a character", async () => {
  const removals = Array.from({ length: 3000 }, (_, n) => `person${n}@example.com (${"a🦄b".repeat(10)}): removed`);
  const update = { op: "update", urn: `${URN}:UserAssignmentSet::team`, newState: { inputs: { removals } } };
  const warning = { severity: "warning", message: `warning: ${"🦄".repeat(70_000)}` };
  for (const preview of [{ steps: [update] }, { steps: [update], diagnostics: [warning] }]) {
    const posted = await cut(await report(preview));
    expect(posted.length).toBeLessThanOrEqual(65_536);
    expect(posted.isWellFormed()).toBe(true);
    expect(posted).toMatch(/\n- [^\n]*removed\n\n\(Cut here\. The whole report is with the job\.\)\n$/);
    expect(posted.indexOf("**3000 removals in all.**")).toBeGreaterThan(0);
    expect(posted.indexOf("**3000 removals in all.**")).toBeLessThan(200);
    await rm(folder, { recursive: true });
  }
  const long = await cut(`<!-- x -->\n${"🦄".repeat(70_000)}`);
  expect([long.isWellFormed(), long.length <= 65_536]).toEqual([true, true]);
});

test("a successful preview with unreadable output counts as failed", async () => {
  await expect(report("Installing dependencies...\n{}", 0)).rejects.toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining("**The preview failed.** Nothing can be applied from it."),
  });
});

test("if the engine stopped early, the report has its error", async () => {
  const text = await report("", 255);
  expect(text).toContain("**The preview failed.** Nothing can be applied from it.");
  expect(text).toContain("### Errors\n\n- error: the engine stopped\n");
});
