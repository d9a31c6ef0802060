import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { driftSchema } from "../../../cli/drift/report.js";

test("the published schema is the one that the command uses (else run `npm exec node tools/json-schemas.ts`)", () => {
  const file = join(resolve(import.meta.dirname, "..", "..", ".."), "docs", "reference", "drift.schema.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(driftSchema()));
});
