import { expect, test } from "@jest/globals";
import { z } from "zod";
import { accessSchema } from "../../../cli/access/access-report.js";
import { doctorReport, doctorSchema } from "../../../cli/doctor/report.js";
import { driftSchema } from "../../../cli/drift/report.js";
import { exportSchema, exportSummary } from "../../../cli/export/summary.js";
import { read } from "../docs/documents.js";
import { scratchFolder, startAccount } from "./account.js";

test.each([
  ["access", accessSchema],
  ["doctor", doctorSchema],
  ["drift", driftSchema],
  ["export", exportSchema],
])(
  "the published schema of %s is the one in use (if not, run `npm exec node tools/json-schemas.ts`)",
  (name, schema) => {
    expect(JSON.parse(read(`docs/reference/${name}.schema.json`))).toEqual(JSON.parse(schema()));
  },
);

test("doctor's JSON matches its schema", async () => {
  const { stdout } = await (await startAccount()).run("doctor", "--format", "json");
  expect(() => doctorReport.strict().parse(JSON.parse(stdout))).not.toThrow();
  const published = z.fromJSONSchema(JSON.parse(read("docs/reference/doctor.schema.json")));
  expect(published.safeParse(JSON.parse(stdout)).error).toBeUndefined();
});

test("export's JSON says what it wrote, what it left out, and what it could not read", async () => {
  const account = await startAccount({ users: [{ email: "ann@example.com", roleID: "read-only" }] });
  const folder = await scratchFolder();
  const { code, stdout } = await account.run("export", "--out", folder, "--format", "json");
  const summary = exportSummary.strict().parse(JSON.parse(stdout));
  expect([code, summary]).toMatchObject([
    0,
    { complete: true, folder, style: "resources", summary: { roles: 0, users: 1 }, missing: [] },
  ]);
  expect(summary.files).toContain("index.ts");
  expect(summary.skipped).toContainEqual({ what: "role full-access", reason: expect.stringContaining("predefined") });
});
