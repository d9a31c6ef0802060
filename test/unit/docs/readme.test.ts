import { expect, test } from "@jest/globals";
import { readConfig } from "../../../provider/config/config.js";
import { blocks, read } from "./documents.js";

const readme = read("README.md");

test("the README is for people who install it first, and has fewer than 200 lines", () => {
  expect(readme.split("\n").length).toBeLessThan(200);
  expect(readme.match(/^## .*$/m)?.[0]).toBe("## Use it");
});

test("the README's program is examples/quick-start, in about 25 lines", () => {
  const [program = ""] = blocks(readme, "typescript");
  expect(program).toBe(read("examples/quick-start/index.ts"));
  expect(program.split("\n").length).toBeLessThan(27);
});

test("the README's configuration table has every key and variable that the provider reads, and no other", () => {
  const keys = new Set<string>();
  const variables = new Set<string>();
  const config = (key: string) => void keys.add(key);
  const env = new Proxy({}, { get: (_, name) => void variables.add(String(name)) });
  expect(() => readConfig({ config, env })).toThrow("No API key");
  const rows = readme.match(/^\| `cloudone:.*$/gm) ?? [];
  expect(new Set(rows.map((row) => /^\| `(cloudone:\w+)`/.exec(row)?.[1]))).toEqual(keys);
  expect(new Set(rows.join("\n").match(/\bCLOUDONE_[A-Z_]+\b/g))).toEqual(variables);
});

test("the README names every argument and output of the three single resources", () => {
  const section = /^## Resources$([\s\S]*?)^## /m.exec(readme)?.[1] ?? "";
  for (const file of ["role", "user-assignment", "account-settings"]) {
    const source = read(`sdk/${file}.ts`);
    const args = [...(/interface \w+Args \{([\s\S]*?)^\}/m.exec(source)?.[1] ?? "").matchAll(/^ {2}(\w+\??):/gm)];
    const outputs = [...source.matchAll(/declare readonly (\w+):/g)].map(([, name]) => name);
    expect(args.length).toBeGreaterThan(4);
    for (const [, name] of args) expect(section).toContain(`\`${name}\``);
    const declared = args.map(([, name]) => name?.replace("?", ""));
    for (const name of outputs.filter((output) => !declared.includes(output))) expect(section).toContain(`\`${name}\``);
  }
});

test("the README names every deletion policy of a resource, and which is the default", () => {
  const section = /^## What destroy does$([\s\S]*?)^## /m.exec(readme)?.[1] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| "));
  for (const [kind, file] of Object.entries({
    Role: "roles/role",
    UserAssignment: "users/user-assignment",
    AccountSettings: "account-settings",
  })) {
    const policies =
      /deletionPolicy\?: Input<(.*)>;/.exec(read(`sdk/${file.split("/").at(-1)}.ts`))?.[1]?.match(/"\w+"/g) ?? [];
    const first = rows.findIndex((row) => row.startsWith(`| \`${kind}\``));
    const named = rows.slice(first, first + policies.length).map((row) => /`("\w+")`/.exec(row)?.[1]);
    expect(named.sort()).toEqual([...policies].sort());
    const fallback = /deletionPolicy: ("\w+")/.exec(read(`provider/plan/${file}.ts`))?.[1];
    expect(rows[first]).toContain(`\`${fallback}\` (default)`);
  }
});
