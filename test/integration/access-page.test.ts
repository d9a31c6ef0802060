import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Browser, chromium, type Page } from "playwright-core";
import { accessPage } from "../../cli/access/access-page.js";
import { assembleAccess } from "../../cli/access/assemble-access.js";
import { findChromium } from "../../tools/chromium.ts";
import { ACCOUNT, scratchFolder, urn } from "../unit/cli/account.js";
import { POOR_CONTRAST } from "./poor-contrast.js";

const inCi = Boolean(process.env.CI);
const found = await findChromium({ install: inCi });
if ("missing" in found) {
  if (inCi) throw new Error(`The access page was not tested: ${found.missing}`);
  console.warn(`!!! THE ACCESS PAGE WAS NOT TESTED IN A BROWSER: ${found.missing}`);
}
const describePage = "path" in found ? describe : describe.skip;

/** Where to save screenshots, if requested. */
const pictures = process.env.ACCESS_PICTURES;

/** The page of an account with this many users and service roles. */
async function pageOf(users: number, services: number): Promise<string> {
  const roles = Array.from({ length: 12 }, (_, n) => ({
    id: `team-${n}`,
    name: n === 11 ? `Team ${"with a name that goes on and on ".repeat(10)}` : `Team ${n}`,
    description: "",
    serviceRoleURNs: Array.from({ length: services }, (_, s) => s)
      .filter((s) => (s * 7 + n * 3) % 5 < 2)
      .map((s) => urn(`service-${String(s).padStart(2, "0")}`, s % 2 === 0 ? "read-only" : "full-access")),
    created: "",
    lastModified: "",
    urn: "",
  }));
  const admin = {
    ...roles[0],
    id: "full-access",
    name: "Full Access",
    description: "",
    created: "",
    lastModified: "",
    urn: "",
  };
  const report = assembleAccess({
    account: ACCOUNT,
    now: Date.parse("2026-11-22T12:00:00Z"),
    samlUsers: { users: undefined, notCounted: "cloudone:samlUsers is off.", gaps: [] },
    roles: [
      ...roles,
      {
        ...admin,
        serviceRoleURNs: [urn("service-00", "operator"), ...roles.flatMap(({ serviceRoleURNs }) => serviceRoleURNs)],
      },
    ],
    users: Array.from({ length: users }, (_, n) => ({
      id: `id-${n}`,
      name: n === 7 ? "<b>Bold</b>" : `Person ${n}`,
      email: `person-${n}@example.com`,
      roleID: n % 60 === 0 ? "full-access" : `team-${n % 12}`,
      state: n % 9 === 4 ? "disabled" : "enabled",
      mfaEnabled: n % 3 !== 0,
      lastActivity: "2026-11-20T08:00:00Z",
      urn: "",
    })),
    apiKeys: [{ id: "key-1", alias: "pipeline", roleID: "team-1", enabled: true, urn: "" }],
  });
  return accessPage(report, []);
}

describePage("the access page in Chromium", () => {
  let browser: Browser;
  let page: Page;
  let errors: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: "path" in found ? found.path : "",
      args: ["--no-sandbox", "--disable-gpu"],
    });
  }, 60_000);
  afterAll(() => browser?.close());

  async function open(users: number, services: number, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const file = join(await scratchFolder(), "access.html");
    await writeFile(file, await pageOf(users, services));
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
    errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (line) => line.type() === "error" && errors.push(line.text()));
    page.on("request", (request) => !request.url().startsWith("file:") && errors.push(`loads ${request.url()}`));
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  async function picture(name: string): Promise<void> {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: resolve(pictures, `${name}.png`) });
  }

  const bodyRows = () => page.locator("#matrix tbody tr:not(.space)");

  test("200 users × 30 service roles give a matrix with admins first, and nothing is loaded or fails", async () => {
    await open(200, 30);
    await picture("light");
    expect(await page.locator("#matrix thead th.service").count()).toBe(30);
    expect(await bodyRows().first().locator(".name").textContent()).toBe("person-0@example.com");
    expect(await bodyRows().first().locator("td.mark span[aria-hidden]").count()).toBe(30);
    expect(await page.locator("#count").textContent()).toBe("201 of 201 shown");
    const cut = "[...document.querySelectorAll('#matrix th')].filter((th) => th.scrollWidth > th.clientWidth).length";
    expect(await page.evaluate(cut)).toBe(0);
    expect(await page.locator("#matrix b, #matrix img").count()).toBe(0);
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  test("a cell shows, to eyes and screen readers, what a role has in a service: everything, reading, or something else", async () => {
    await open(200, 30);
    const cell = (name: string, service: string) =>
      page.locator(`#matrix td.mark[title="${name}: ${service}"]`).evaluate((found) => found.textContent);
    expect(await cell("person-0@example.com", "service-01 full-access")).toBe("■full-access");
    expect(await cell("person-0@example.com", "service-02 read-only")).toBe("□read-only");
    expect(await cell("person-0@example.com", "service-00 operator, read-only")).toBe("◆operator, read-only");
    expect(await page.locator(".legend").textContent()).toBe("■ full-access □ read-only ◆ another role");
    await page.close();
  }, 60_000);

  test("columns stay in place while rows come and go, whatever the length of the names", async () => {
    await open(10_000, 30);
    const places = () =>
      page.evaluate("[...document.querySelectorAll('#matrix thead th')].map((th) => th.getBoundingClientRect().left)");
    const before = await places();
    // The role with the long name is in view only now.
    await page.evaluate("matrix.scrollTop = 9000 * 31");
    await page.locator("#matrix tbody td", { hasText: "goes on and on" }).first().waitFor();
    expect(await places()).toEqual(before);
    expect((before as number[])[5]).toBeLessThan(850);
    await page.close();
  }, 60_000);

  test("search matches name, role, service and state together, and says if nothing matches", async () => {
    await open(200, 30);
    await page.getByRole("searchbox", { name: "Search" }).fill("person-7@ team");
    expect(await bodyRows().locator(".name").allTextContents()).toEqual(["person-7@example.com"]);
    await page.getByRole("searchbox").fill("service-03 disabled");
    await picture("search");
    const shown = await bodyRows().count();
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(30);
    await page.getByRole("searchbox").fill("nobody at all");
    expect(await page.getByRole("status").textContent()).toBe("No one matches: 0 of 201 shown");
    await page.getByRole("searchbox").fill("");
    await page.getByRole("checkbox", { name: "admins only" }).check();
    expect(await page.getByRole("status").textContent()).toBe("4 of 201 shown");
    await page.close();
  }, 60_000);

  test("the keyboard reaches the search, the filter and the matrix, and scrolls to the last row", async () => {
    await open(200, 30);
    const focused = () => page.evaluate("document.activeElement.id");
    const visited: unknown[] = [];
    for (let n = 0; n < 4; n++) {
      await page.keyboard.press("Tab");
      visited.push(await focused());
    }
    expect(visited).toEqual(["view", "search", "only", "matrix"]);
    await page.keyboard.press("End");
    await page.locator('#matrix tr[aria-rowindex="202"]').waitFor();
    await picture("end");
    expect(await bodyRows().last().locator(".name").textContent()).toBe("pipeline");
    await page.close();
  }, 60_000);

  test.each(["light", "dark"] as const)(
    "text has a contrast of at least 4.5 to 1 in the %s scheme",
    async (colorScheme) => {
      await open(200, 30, { colorScheme });
      await picture(`scheme-${colorScheme}`);
      const poor = await page.evaluate(POOR_CONTRAST);
      expect(poor).toEqual([]);
      await page.close();
    },
    60_000,
  );

  test("printing includes every row", async () => {
    await open(200, 30);
    const pdf = await page.pdf({ format: "A4", landscape: true });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(3);
    await page.emulateMedia({ media: "print" });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await bodyRows().count()).toBe(201);
    await picture("print");
    await page.emulateMedia({ media: "screen" });
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await bodyRows().count()).toBeLessThan(120);
    await page.close();
  }, 60_000);

  test("with 10,000 users the page stays usable: few rows are drawn, and scrolling and searching are quick", async () => {
    const started = Date.now();
    await open(10_000, 30);
    expect(await bodyRows().count()).toBeLessThan(120);
    await page.evaluate("matrix.scrollTop = 5000 * matrix.querySelector('tbody tr:not(.space)').offsetHeight");
    await page.locator('#matrix tr[aria-rowindex="5010"]').waitFor();
    await picture("ten-thousand");
    await page.getByRole("searchbox").fill("person-9999@");
    expect(await bodyRows().locator(".name").allTextContents()).toEqual(["person-9999@example.com"]);
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  test("on a phone the page shows cards, a hundred at a time, that can be searched and sorted, and does not scroll sideways", async () => {
    await open(260, 30, { viewport: { width: 375, height: 700 } });
    await picture("phone");
    const cards = page.locator("#cards > li");
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect([await cards.count(), await page.locator("#matrix").isVisible()]).toEqual([101, false]);
    expect(await cards.first().textContent()).toMatch(
      /person-0@example\.com.*Full Access admin.*enabled, MFA no.*30 services/,
    );
    await cards.first().locator("summary").click();
    await picture("phone-open");
    expect(await cards.first().locator("details li").first().textContent()).toMatch(/service-00 operator, read-only/);
    await page.getByRole("button", { name: "Show 100 more of 261" }).click();
    expect(await cards.count()).toBe(201);
    await page.getByLabel("Sort by").selectOption({ label: "who" });
    await page.getByRole("searchbox").fill("person-1");
    expect(await cards.locator("h2").first().textContent()).toBe("person-1@example.com");
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  test.each([375, 768, 1440])(
    "at %i px nothing is cut off or breaks inside a word",
    async (width) => {
      await open(26, 12, { viewport: { width, height: 900 } });
      for (const view of ["people", "roles"]) {
        await page.getByLabel("View").selectOption(view);
        await picture(`${view}-${width}`);
        expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      }
      await page.close();
    },
    60_000,
  );

  test("column headers sort ascending, descending at the second click, and admins first again at the third", async () => {
    await open(50, 12);
    const first = () => bodyRows().first().locator(".name").textContent();
    const who = page.getByRole("button", { name: "Who" });
    await who.click();
    expect([await first(), await page.locator("th.who").first().getAttribute("aria-sort")]).toEqual([
      "person-0@example.com",
      "ascending",
    ]);
    await who.click();
    expect([await first(), await page.locator("th.who").first().getAttribute("aria-sort")]).toEqual([
      "pipeline",
      "descending",
    ]);
    await who.click();
    expect(await page.locator("th[aria-sort]").count()).toBe(0);
    await page.getByRole("button", { name: "service-01" }).click();
    expect(await bodyRows().first().locator("td.mark").nth(1).textContent()).toBe("■full-access");
    await page.close();
  }, 60_000);

  test("the view by role counts the holders of each", async () => {
    await open(24, 5);
    await page.getByLabel("View").selectOption("roles");
    const row = page.locator("#by-role tbody tr", { hasText: "Team 1" }).first();
    expect(await row.locator("td").allTextContents()).toEqual([
      expect.stringContaining("Team 1"),
      "1",
      "1",
      "1",
      "0",
      "3",
      expect.stringContaining("service-"),
    ]);
    expect(await page.locator("#by-role p").textContent()).toMatch(
      /^All roles: \d+ enabled users, \d+ disabled users, 1 API keys, 0 SAML users, 25 in all\.$/,
    );
    await page.getByRole("button", { name: "Total" }).click();
    await page.getByRole("searchbox").fill("team-3");
    expect(await page.locator("#by-role tbody tr:visible").count()).toBe(1);
    await page.close();
  }, 60_000);
});
