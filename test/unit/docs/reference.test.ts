import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import * as cloudone from "../../../sdk/index.js";
import { REPOSITORY, read } from "./documents.js";

/** `sailpoint.getAccounts` → `sailpoint-get-accounts`. */
const kebab = (name: string) =>
  name
    .replace(/^[A-Z]/, (first) => first.toLowerCase())
    .replace(/\.?([A-Z])|\./g, (_, upper?: string) => `-${(upper ?? "").toLowerCase()}`);

const { sailpoint, ...rest } = cloudone;
const exported = [...Object.keys(rest), ...Object.keys(sailpoint).map((name) => `sailpoint.${name}`)];
const names = exported.filter((name) => !name.endsWith("Output"));

/** The file that defines something, and the names in its `<Name>Args`. */
function argumentsOf(name: string): string[] {
  const bare = name.replace("sailpoint.", "");
  const file = /^[A-Z]/.test(bare) ? kebab(bare) : name.startsWith("sailpoint.") ? "sailpoint" : singular(kebab(bare));
  const type = `${bare.charAt(0).toUpperCase()}${bare.slice(1)}Args`;
  const body =
    new RegExp(`interface ${type}(?:<[^>]*>)? \\{([\\s\\S]*?)^\\}`, "m").exec(read(`sdk/${file}.ts`))?.[1] ?? "";
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, argument = ""]) => argument);
}

/** A family of functions shares a file. */
const singular = (file: string) => (existsSync(join(REPOSITORY, `sdk/${file}.ts`)) ? file : file.replace(/s$/, ""));

test("there are resources and functions to document", () => {
  expect(names.length).toBeGreaterThanOrEqual(15);
  expect(kebab("sailpoint.getAccounts")).toBe("sailpoint-get-accounts");
});

describe.each(names)("%s", (name) => {
  const page = read(`docs/reference/${kebab(name)}.md`);
  const isResource = /^[A-Z]/.test(name);

  test("has a page with permissions, arguments, results, errors, and what destroy does", () => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    const wanted = isResource
      ? ["Permissions", "Arguments", "Outputs", "Errors", "What destroy does"]
      : ["Permissions", "Arguments", "Result", "Errors"];
    expect(headings).toEqual(expect.arrayContaining(wanted));
    expect(page.startsWith(`# \`${name}\`\n`)).toBe(true);
  });

  test("names every argument", () => {
    const section = /^## Arguments$([\s\S]*?)^## /m.exec(page)?.[1] ?? "";
    const documented = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, argument]) => argument);
    expect(documented.sort()).toEqual(argumentsOf(name).sort());
  });

  test("names every output", () => {
    const source = isResource ? read(`sdk/${kebab(name)}.ts`) : "";
    const outputs = [...source.matchAll(/declare readonly (\w+):/g)].map(([, output = ""]) => output);
    for (const output of outputs) expect(page).toContain(`\`${output}\``);
  });

  if (isResource) return;
  test("has a twin that takes inputs", () => {
    expect(exported).toContain(`${name}Output`);
    expect(page).toContain(`\`${name}Output\``);
  });
});
