// Writes docs/reference/access.schema.json from the schema that the command itself uses.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { accessSchema } from "../dist/cli/access/access-report.js";

writeFileSync(join(resolve(import.meta.dirname, ".."), "docs", "reference", "access.schema.json"), accessSchema());
