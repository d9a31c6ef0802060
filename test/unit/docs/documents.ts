import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..");

/** The documents that these tests check, by path in the repository. */
export const DOCUMENTS: readonly string[] = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(REPOSITORY, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`)
    .sort(),
  ...exampleFolders().map((name) => `examples/${name}/README.md`),
];

export function exampleFolders(): string[] {
  return readdirSync(join(REPOSITORY, "examples"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** The examples that are Pulumi programs. */
export function programFolders(): string[] {
  return exampleFolders().filter((name) => existsSync(join(REPOSITORY, "examples", name, "Pulumi.yaml")));
}

export function read(path: string): string {
  return readFileSync(join(REPOSITORY, path), "utf8");
}

/** The fenced blocks of a language, in the order of the document. */
export function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, fence]) => fence === language)
    .map(([, , text = ""]) => text);
}

/** What is left without fenced blocks: there, brackets and backquotes are code. */
export function prose(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```$/gm, "");
}
