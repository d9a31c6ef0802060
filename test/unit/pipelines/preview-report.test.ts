import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "@jest/globals";

const SCRIPT = resolve(import.meta.dirname, "../../../examples/pipelines/scripts/preview-report.ts");
const URN = "urn:pulumi:prod::access::pulumi-nodejs:dynamic/cloudone";
let folder = "";

afterEach(() => rm(folder, { recursive: true }));

/** What the script makes of a preview's JSON, or of what is no JSON. */
async function report(preview: unknown, code = 0): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), "cloudone-preview-"));
  await mkdir(join(folder, "pipeline"));
  const json = typeof preview === "string" ? preview : JSON.stringify(preview);
  await writeFile(join(folder, "pipeline", "preview.json"), json);
  await writeFile(join(folder, "pipeline", "preview.err"), "error: the engine stopped\n");
  return (await promisify(execFile)(process.execPath, [SCRIPT, "prod", String(code)], { cwd: folder })).stdout;
}

test("removals stand first, by name, then who gains and loses, then every change", async () => {
  const text = await report({
    steps: [
      { op: "same", urn: `${URN}:Role::reader` },
      {
        op: "delete",
        urn: `${URN}:UserAssignment::ben`,
        oldState: { outputs: { email: "ben@example.com", deletionPolicy: "remove" } },
      },
      { op: "update", urn: `${URN}:UserAssignmentSet::team`, newState: { inputs: { removals: ["dora: disable"] } } },
    ],
    diagnostics: [
      { severity: "info", message: "printed by the program" },
      { severity: "info", urn: `${URN}:UserAssignment::eve`, message: "info: eve would be sent an invitation" },
      { severity: "warning", message: "warning: role auditor loses x" },
    ],
  });
  expect(text).toBe(`<!-- pulumi-cloudone preview prod -->
## Access preview: prod

2 changes. Nothing has been written.

### Removals

- UserAssignment ben is deleted: ben&#64;example.com, deletionPolicy remove
- UserAssignmentSet team: dora: disable

### Who gains and loses what

- role auditor loses x
- eve would be sent an invitation

### Changes

- delete UserAssignment ben
- update UserAssignmentSet team
`);
});

test("names of the account are no markup, mention nobody, link nothing and begin no line", async () => {
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

test("a preview that is said to have succeeded and cannot be read has failed", async () => {
  await expect(report("Installing dependencies...\n{}", 0)).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining("**The preview failed.** Nothing can be applied from it."),
  });
});

test("an engine that stopped before it could say anything leaves its words", async () => {
  const text = await report("", 255);
  expect(text).toContain("**The preview failed.** Nothing can be applied from it.");
  expect(text).toContain("### Errors\n\n- error: the engine stopped\n");
});
