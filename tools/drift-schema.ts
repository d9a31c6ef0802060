// Writes docs/reference/drift.schema.json from the schema that the command itself uses.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { driftSchema } from "../dist/cli/drift/report.js";

writeFileSync(join(resolve(import.meta.dirname, ".."), "docs", "reference", "drift.schema.json"), driftSchema());
