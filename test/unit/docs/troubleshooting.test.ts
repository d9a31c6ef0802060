import { existsSync, globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";

const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..");
const GUIDES = join(REPOSITORY, "docs", "guides");
const guide = readFileSync(join(GUIDES, "troubleshooting.md"), "utf8");
const sources = ["provider", "cli", "sdk"]
  .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: REPOSITORY }))
  .map((file) => readFileSync(join(REPOSITORY, file), "utf8"));

/** Messages of Pulumi and Node.js, not of this package. */
const FOREIGN = [
  "violates plan",
  "PULUMI_ACCESS_TOKEN must be set for login",
  "the stack is currently locked",
  "code must be a string, not undefined",
  "Cannot find module 'pulumi-cloudone/provider'",
];

const entries = guide.split(/^### /m).slice(1);
const titles = entries.map((entry) => /^`(.*)`$/m.exec(entry)?.[1] ?? entry.slice(0, 40));

test("every error class of provider/ and cli/ that is thrown has its entry", () => {
  const classes = sources.flatMap((text) =>
    [...text.matchAll(/(?<!abstract )class (\w+) extends (?:\w*Error)\b/g)].map(([, name]) => name ?? ""),
  );
  expect(classes.length).toBeGreaterThan(10);
  const documented = new Set([...guide.matchAll(/Class: `(\w+)`/g)].map(([, name]) => name));
  expect(classes.filter((name) => !documented.has(name))).toEqual([]);
  expect([...documented].filter((name) => !classes.includes(`${name}`))).toEqual([]);
});

test("every entry's words appear in the source of a message", () => {
  const all = sources.join("\n");
  const unknown = titles
    .filter((title) => !FOREIGN.includes(title))
    .flatMap((title) => title.split("…").map((part) => part.trim()))
    .filter((part) => part.length > 1 && !all.includes(part));
  expect(unknown).toEqual([]);
});

test("every link of the guides and the pipelines leads to a file, and to a heading if it names one", () => {
  const slug = (title: string) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .trim()
      .replaceAll(" ", "-");
  const broken = globSync("*.md", { cwd: GUIDES }).flatMap((name) => {
    const text = readFileSync(join(GUIDES, name), "utf8");
    return [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)]
      .filter(([, path = "", heading]) => {
        const file = path === "" ? join(GUIDES, name) : join(GUIDES, path);
        if (!existsSync(file)) return true;
        if (heading === undefined) return false;
        const titled = readFileSync(file, "utf8").match(/^#+ .*$/gm) ?? [];
        return !titled.some((line) => slug(line.replace(/^#+ /, "")) === heading);
      })
      .map(([link]) => `${name}: ${link}`);
  });
  expect(broken).toEqual([]);
});
