import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "@jest/globals";

const REPOSITORY = resolve(import.meta.dirname, "../../..");

/** The imports from other packages in an entry point's declarations, by file. */
function foreign(entry: string): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(/(?:\bfrom\s+|\bimport\()["']([^"']+)["']/g)) {
      if (name.startsWith(".")) visit(resolve(dirname(file), name.replace(/\.js$/, ".d.ts")));
      else if (!/^@pulumi\/pulumi(\/|$)/.test(name)) found.push(`${relative(REPOSITORY, file)}: ${name}`);
    }
  };
  visit(join(REPOSITORY, "dist", entry));
  return found;
}

// A program is compiled with its own project's settings, which every declaration it reaches must satisfy.
test.each(["sdk/index.d.ts", "provider/index.d.ts", "emulator/index.d.ts"])(
  "the declarations of %s name no package but @pulumi/pulumi",
  (entry) => {
    if (!existsSync(join(REPOSITORY, "dist", entry))) throw new Error("Run npm run build first.");
    expect(foreign(entry)).toEqual([]);
  },
);
