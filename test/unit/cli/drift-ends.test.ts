import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "@jest/globals";
import { z } from "zod";
import { driftReport } from "../../../cli/drift/report.js";
import { read } from "../docs/documents.js";
import { type EmulatedAccount, scratchFolder, startAccount } from "./account.js";
import { stackExport, userResource, userSetResource } from "./stack-export.js";

const DAY = 86_400_000;
const day = (offset: number) => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);
const published = z.fromJSONSchema(JSON.parse(read("docs/reference/drift.schema.json")));
const user = (id: string, more = {}) => ({ id, email: `${id}@example.com`, roleID: "read-only", ...more });

let account: EmulatedAccount;

async function drift(resources: Parameters<typeof stackExport>[0], ...flags: string[]) {
  const file = join(await scratchFolder(), "state.json");
  await writeFile(file, stackExport(resources));
  return account.run("drift", "--state", file, ...flags);
}

async function driftJson(resources: Parameters<typeof stackExport>[0]) {
  const { code, stdout } = await drift(resources, "--format", "json");
  expect(published.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  return { code, report: driftReport.strict().parse(JSON.parse(stdout)) };
}

beforeEach(async () => {
  account = await startAccount({
    users: [
      user("olga", { roleID: "full-access" }),
      user("ann", { roleID: "full-access" }),
      user("ben", { state: "disabled" }),
      user("cem"),
      user("dora"),
      user("eve"),
    ],
  });
});

test("an end that was not carried out is overdue, one within a week is announced, and one carried out is neither", async () => {
  const single = (id: string, inputs: Record<string, unknown>, outputs: Record<string, unknown> = {}) => {
    const resource = userResource(id, { email: `${id}@example.com`, roleId: "read-only", ...inputs });
    return { ...resource, outputs: { ...resource.outputs, ...outputs } };
  };
  const resources = [
    single("olga", { roleId: "full-access" }),
    // Ended, but still in the account.
    single("ann", { roleId: "full-access", until: day(-3), then: { roleId: "read-only" } }),
    // Ended, and carried out.
    single("ben", { until: day(-3) }, { undeclaredState: "disabled" }),
    // Carried out, then enabled again by hand.
    single("cem", { until: day(-3) }, { undeclaredState: "disabled" }),
    userSetResource(
      {
        "dora@example.com": { roleId: "read-only", until: day(3) },
        "eve@example.com": { roleId: "read-only", until: day(-1), then: "disable" },
      },
      { "dora@example.com": "dora", "eve@example.com": "eve" },
    ),
  ];
  const { code, report } = await driftJson(resources);
  expect(code).toBe(2);
  expect(report.summary).toEqual({ managed: 6, changed: 1, missing: 0, unmanaged: 0, overdue: 2 });
  expect(report.overdue).toEqual([
    expect.objectContaining({
      id: "ann",
      name: "ann@example.com",
      until: day(-3),
      then: { roleId: "read-only" },
      roleId: "full-access",
      state: "enabled",
      isAdmin: true,
    }),
    expect.objectContaining({ id: "eve@example.com", until: day(-1), then: "disable", state: "enabled" }),
  ]);
  expect(report.ending).toEqual([expect.objectContaining({ id: "dora@example.com", until: day(3), then: "disable" })]);
  expect(report.changed).toEqual([
    expect.objectContaining({ id: "cem", property: "state", declared: "disabled", actual: "enabled" }),
  ]);
  for (const format of ["text", "markdown", "html"]) {
    const { stdout } = await drift(resources, "--format", format);
    expect(stdout).toContain("Overdue");
    expect(stdout).toContain("Ends within a week");
    expect(stdout).toContain("2 overdue");
  }
});

test("an end that is near is not drift", async () => {
  const rest = ["olga", "ann", "ben", "cem", "eve"].map((id) =>
    userResource(id, {
      email: `${id}@example.com`,
      roleId: ["olga", "ann"].includes(id) ? "full-access" : "read-only",
    }),
  );
  const resources = [
    ...rest,
    userSetResource({ "dora@example.com": { roleId: "read-only", until: day(3) } }, { "dora@example.com": "dora" }),
  ];
  const { code, report } = await driftJson(resources);
  expect([code, report.summary]).toEqual([0, { managed: 6, changed: 0, missing: 0, unmanaged: 0 }]);
  expect(report.ending).toHaveLength(1);
  expect(report.overdue).toBeUndefined();
});
