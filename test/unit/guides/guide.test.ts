import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { blocks, read } from "../docs/documents.js";

test("the programs of the testing guide are the tests beside this one", () => {
  const shown = blocks(read("docs/guides/testing.md"), "typescript").map(imports);
  const run = ["mocks", "emulator"].map((name) =>
    imports(readFileSync(join(import.meta.dirname, `${name}.test.ts`), "utf8")),
  );
  expect(shown).toEqual(run);
});

/** With package names in place of source paths, sorted, since their order differs. */
function imports(program: string): string[] {
  const named = program
    .replaceAll('"../../../sdk/index.js"', '"pulumi-cloudone"')
    .replaceAll(/"\.\.\/\.\.\/\.\.\/(emulator|provider)\/index\.js"/g, '"pulumi-cloudone/$1"')
    // One import may be broken into lines here and not there.
    .replaceAll(
      /import \{([^}]*)\}/g,
      (_, names: string) => `import {${names.replaceAll(/\s+/g, " ").replace(/, $/, " ")}}`,
    );
  const lines = named.split("\n");
  const [head, rest] = [
    lines.filter((line) => line.startsWith("import ")),
    lines.filter((line) => !line.startsWith("import ")),
  ];
  return [...head.sort(), ...rest];
}
