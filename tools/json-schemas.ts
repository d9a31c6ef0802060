// Writes the JSON schemas of docs/reference from those that the commands themselves use. Needs the build.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { accessSchema } from "../dist/cli/access/access-report.js";
import { doctorSchema } from "../dist/cli/doctor/report.js";
import { driftSchema } from "../dist/cli/drift/report.js";
import { exportSchema } from "../dist/cli/export/summary.js";
import { seedJsonSchema } from "../dist/emulator/seed.js";

const schemas = {
  access: accessSchema(),
  doctor: doctorSchema(),
  drift: driftSchema(),
  export: exportSchema(),
  seed: seedJsonSchema(),
};
for (const [name, text] of Object.entries(schemas)) {
  writeFileSync(join(resolve(import.meta.dirname, ".."), "docs", "reference", `${name}.schema.json`), text);
}
