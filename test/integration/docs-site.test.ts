import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { execa } from "execa";
import { chromium } from "playwright-core";
import { findChromium } from "../../tools/chromium.ts";

const REPOSITORY = resolve(import.meta.dirname, "../..");
const found = await findChromium({ install: Boolean(process.env.CI) });
if ("missing" in found && process.env.CI) throw new Error(`The site was not checked in a browser: ${found.missing}`);
const inBrowser = "path" in found ? test : test.skip;
let site: string;
/** The text of each page, by its path in the site. */
const pages = new Map<string, string>();

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), "cloudone-docs-"));
  const options = ["--options", "tools/docs/typedoc.json", "--out", site];
  // The build treats warnings as errors, so a broken link in a comment or a page fails it.
  await execa(process.execPath, ["node_modules/typedoc/bin/typedoc", ...options], { cwd: REPOSITORY });
  for (const file of await readdir(site, { recursive: true })) {
    if (file.endsWith(".html")) pages.set(file, await readFile(join(site, file), "utf8"));
  }
}, 300_000);
afterAll(() => rm(site, { recursive: true, force: true }));

test("the page of each resource and function has its permissions, arguments, outputs or result, and errors", () => {
  const sections = (page: string) => [...(pages.get(page) ?? "").matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id);
  for (const name of ["Role", "RoleSet", "UserAssignment", "UserAssignmentSet", "AccountSettings"]) {
    expect(sections(`classes/pulumi-cloudone.${name}.html`)).toEqual(
      expect.arrayContaining(["permissions", "arguments", "outputs", "errors"]),
    );
  }
  for (const name of ["getRole", "getUsers", "getSamlUser", "serviceRoleUrn"]) {
    expect(sections(`functions/pulumi-cloudone.${name}.html`)).toEqual(
      expect.arrayContaining(["permissions", "arguments", "errors"]),
    );
  }
});

test("every Markdown page of docs/ is in the site, under its own title", async () => {
  const sources = (await readdir(join(REPOSITORY, "docs"), { recursive: true })).filter((file) => file.endsWith(".md"));
  const titles = [...pages]
    .filter(([file]) => file.startsWith("documents/"))
    .map(([, text]) => /<title>(.*?) \|/.exec(text)?.[1]);
  const headings = await Promise.all(
    sources.map(async (file) => /^# (.+)$/m.exec(await readFile(join(REPOSITORY, "docs", file), "utf8"))?.[1]),
  );
  expect(titles.toSorted()).toEqual(headings.map((heading) => heading?.replaceAll("`", "")).toSorted());
});

test("every link within the site leads to a page", () => {
  const broken = [...pages].flatMap(([file, text]) =>
    [...text.matchAll(/href="([^"#:]+)(?:#[^"]*)?"/g)]
      .map(([, href = ""]) => relative(site, resolve(site, dirname(file), decodeURI(href))))
      .filter((target) => target.endsWith(".html") && !pages.has(target))
      .map((target) => `${file} → ${target}`),
  );
  expect(broken).toEqual([]);
});

inBrowser(
  "no page is wider than a phone: wide tables scroll",
  async () => {
    const browser = await chromium.launch({
      ...("path" in found && { executablePath: found.path }),
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      const page = await browser.newPage({ viewport: { width: 375, height: 800 } });
      const wide: string[] = [];
      for (const file of [...pages.keys()].filter((name) => name === "index.html" || name.startsWith("documents/"))) {
        await page.goto(pathToFileURL(join(site, file)).href);
        const width = await page.evaluate<number>("document.documentElement.scrollWidth");
        if (width > 375) wide.push(`${file}: ${width} px`);
      }
      expect(wide).toEqual([]);
    } finally {
      await browser.close();
    }
  },
  120_000,
);
