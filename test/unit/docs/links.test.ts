import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { blocks, DOCUMENTS, exampleFolders, programFolders, prose, REPOSITORY, read } from "./documents.js";

describe.each(DOCUMENTS)("%s", (path) => {
  const markdown = read(path);

  test("links to existing files and headings", () => {
    const targets = [...prose(markdown).matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
    for (const target of targets.filter((text) => !text.startsWith("https://"))) {
      const [file = "", heading] = target.split("#");
      const linked = file === "" ? join(REPOSITORY, path) : join(REPOSITORY, dirname(path), file);
      expect({ target, exists: existsSync(linked) }).toEqual({ target, exists: true });
      if (heading !== undefined) expect(anchors(readFileSync(linked, "utf8"))).toContain(heading);
    }
  });

  test("runs only npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const known = [...Object.keys(scripts), "test"];
    for (const [, script] of markdown.matchAll(/\bnpm run ([\w:-]+)/g)) expect(known).toContain(script);
  });

  test("names only files of this repository that exist", () => {
    const roots = "examples|docs|provider|sdk|emulator|cli|tools|test";
    const named = markdown.matchAll(new RegExp(`(?<![\\w/.-])(?:${roots})/[\\w/-]+(?:\\.\\w+)*`, "g"));
    for (const [file] of named)
      expect({ file, exists: existsSync(join(REPOSITORY, file)) }).toEqual({ file, exists: true });
  });
});

test.each(exampleFolders())("the README links to examples/%s", (name) => {
  expect(read("README.md")).toContain(`(examples/${name}/README.md)`);
});

describe.each(programFolders())("examples/%s", (name) => {
  test("has the files that its README names, and runs against the emulator", () => {
    const readme = read(`examples/${name}/README.md`);
    for (const file of ["index.ts", "Pulumi.yaml", "Pulumi.emulator.yaml", "emulator-seed.json"]) {
      expect({ file, exists: existsSync(join(REPOSITORY, "examples", name, file)) }).toEqual({ file, exists: true });
    }
    const shell = blocks(readme, "shell").join("\n");
    expect(shell).toContain(`npx pulumi-cloudone emulator --port 8787 --seed examples/${name}/emulator-seed.json`);
    expect(shell).toContain("pulumi config set cloudone:accountId");
    expect(read(`examples/${name}/Pulumi.emulator.yaml`)).toContain("cloudone:baseUrl: http://127.0.0.1:8787/api\n");
  });
});

/** A document's headings as a forge links them. */
function anchors(markdown: string): string[] {
  return [...prose(markdown).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replace(/\s/g, "-"),
  );
}
