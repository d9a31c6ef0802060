import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { faultKinds } from "../../../emulator/fault-kinds.js";
import { createEmulator } from "../../../emulator/index.js";
import { fillSeed } from "../../../emulator/seed.js";
import { switchTable } from "../../../emulator/switches.js";
import { blocks, read } from "./documents.js";

const page = read("docs/reference/emulator.md");
/** The cells of each row, by the name in the first one. */
const rows = new Map(
  [...page.matchAll(/^\| `([\w-]+)` +\|(.*)\|$/gm)].map(([, name = "", rest = ""]) => [
    name,
    rest.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|")),
  ]),
);

/** The positions that are fixed values rather than any number or object. */
function literalsOf(schema: z.core.JSONSchema.JSONSchema): unknown[] {
  if (schema.anyOf !== undefined)
    return schema.anyOf.flatMap((one) => (typeof one === "object" ? literalsOf(one) : []));
  if (schema.type === "boolean") return [true, false];
  if (schema.type === "null") return [null];
  return schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
}

describe.each(Object.entries(switchTable))("switch %s", (name, { schema, default: position, about }) => {
  test("is documented with its positions, its default and what it decides", () => {
    const [positions = "", fallback, decides] = rows.get(name) ?? [];
    expect([fallback, decides]).toEqual([`\`${JSON.stringify(position)}\``, about]);
    const named = [...positions.matchAll(/`("[^"`]*"|\w+)`/g)].map(([, text = ""]) => JSON.parse(text) as unknown);
    expect(named.sort()).toEqual(literalsOf(z.toJSONSchema(schema, { io: "input" })).sort());
  });
});

test.each(Object.entries(faultKinds))("fault %s is documented", (kind, { effect, about }) => {
  expect(rows.get(kind)).toEqual([effect ? "yes" : "no", about]);
});

test("every part of an emulator is documented, and the example seed is valid", () => {
  for (const part of Object.keys(createEmulator())) if (part !== "app") expect(page).toContain(`\`${part}`);
  const [seed = ""] = blocks(page, "json");
  expect(fillSeed(JSON.parse(seed)).users).toHaveLength(1);
});
