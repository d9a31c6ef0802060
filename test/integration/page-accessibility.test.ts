import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { AxeResults, RunOptions } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { findChromium } from "../../tools/chromium.ts";
import { FULL, READ, scratchFolder, startAccount } from "../unit/cli/account.js";
import { roleResource, stackExport, userResource } from "../unit/cli/stack-export.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const WIDTHS = [375, 768, 1440];

const inCi = Boolean(process.env.CI);
const found = await findChromium({ install: inCi });
if ("missing" in found) {
  if (inCi) throw new Error(`The pages were not tested: ${found.missing}`);
  console.warn(`!!! THE PAGES WERE NOT TESTED IN A BROWSER: ${found.missing}`);
}
const describePages = "path" in found ? describe : describe.skip;

const idOf = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

/** The page of access with all its findings, and that of drift with all kinds of findings. */
async function writePages(): Promise<{ access: string; drift: string }> {
  const folder = await scratchFolder();
  const ids = { ann: idOf(1), ben: idOf(2), cem: idOf(3), dora: idOf(4) };
  const [earlier, state] = [join(folder, "earlier.json"), join(folder, "state.json")];
  const [access, drift] = [join(folder, "access.html"), join(folder, "drift.html")];
  const cloud = await startAccount({
    account: { alias: "Example Corp <& Sons>" },
    roles: [
      { id: "auditor", name: "Auditor", serviceRoleURNs: [READ] },
      { id: "operator", name: "Operator", serviceRoleURNs: [FULL] },
    ],
    users: [
      { id: ids.ann, email: "ann@example.com", roleID: "read-only" },
      { id: ids.ben, email: "ben@example.com", roleID: "full-access" },
      { id: ids.cem, email: "cem@example.com", roleID: "operator", state: "disabled" },
      { id: ids.dora, email: "dora@example.com", roleID: "operator" },
    ],
    samlUsers: [{ subject: "sam@example.com", roleID: "auditor" }],
  });
  await cloud.run("access", "--quiet", "--format", "json", "--out", earlier);
  cloud.emulator.edit.modifyUser(ids.ann, { roleID: "full-access" });
  cloud.emulator.edit.modifyUser(ids.ben, { roleID: "auditor" });
  cloud.emulator.edit.addUser({ email: "henk@example.com", roleID: "operator" });
  // No one has been inactive for a day yet, and the findings say so.
  const reviewed = await cloud.run(
    "access",
    "--quiet",
    "--format",
    "html",
    "--out",
    access,
    "--since",
    earlier,
    "--inactive",
    "1",
  );
  expect(reviewed).toMatchObject({ code: 2, stderr: "" });
  const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const ends = (id: string, email: string, until: string) => {
    const { inputs, ...rest } = userResource(id, { email, roleId: "operator" });
    return { ...rest, inputs: { ...inputs, until } };
  };
  const resources = [
    roleResource("auditor", { name: "Auditor", description: "", serviceRoleURNs: [FULL] }),
    roleResource("gone", { name: "Gone", description: "", serviceRoleURNs: [] }),
    userResource(ids.ann, { email: "ann@example.com", roleId: "read-only" }),
    ends(ids.dora, "dora@example.com", "2026-01-31"),
    ends(ids.cem, "cem@example.com", soon),
  ];
  await writeFile(state, stackExport(resources));
  expect(await cloud.run("drift", "--quiet", "--state", state, "--format", "html", "--out", drift)).toMatchObject({
    code: 2,
  });
  return { access: await readFile(access, "utf8"), drift: await readFile(drift, "utf8") };
}

describePages("the pages of access and drift in Chromium", () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const executablePath = "path" in found ? found.path : "";
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  }, 60_000);
  afterAll(() => browser?.close());

  /** What axe finds on the current page, one line per element. */
  async function violations(): Promise<string[]> {
    const run = (options: RunOptions) =>
      (globalThis as unknown as { axe: { run(o: RunOptions): Promise<AxeResults> } }).axe.run(options);
    const results = await page.evaluate(run, { resultTypes: ["violations"] } as RunOptions);
    return results.violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  }

  const looks = (["light", "dark"] as const).flatMap((colorScheme) => WIDTHS.map((width) => ({ colorScheme, width })));

  test("axe finds nothing on either, in any width, colour scheme and view, and each names the account's alias", async () => {
    const pages = await writePages();
    const folder = await scratchFolder();
    const script = await readFile(AXE, "utf8");
    for (const [name, content] of Object.entries(pages)) {
      const file = join(folder, `${name}.html`);
      await writeFile(file, content);
      for (const { colorScheme, width } of looks) {
        // The page itself allows no other script.
        page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
        await page.goto(pathToFileURL(file).href);
        await page.evaluate(script);
        const views = name === "access" ? ["people", "roles"] : [""];
        for (const view of views) {
          if (view !== "") await page.getByLabel("View").selectOption(view);
          expect({ name, width, colorScheme, view, found: await violations() }).toEqual({
            name,
            width,
            colorScheme,
            view,
            found: [],
          });
          expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
        }
        expect(await page.locator("h1").textContent()).toContain("012345678912 (Example Corp <& Sons>)");
        expect(await page.title()).toContain("Example Corp");
        await page.close();
      }
    }
  }, 180_000);
});
