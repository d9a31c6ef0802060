import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { accessReport } from "../../../cli/access/access-report.js";
import { UNKNOWN } from "../../../provider/plan/index.js";
import { read } from "../docs/documents.js";
import { type EmulatedAccount, scratchFolder, startAccount } from "./account.js";
import { pulumiUrn, SECRET, stackExport, userResource, userSetResource } from "./stack-export.js";

const DAY = 86_400_000;
const day = (offset: number) => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);
const published = z.fromJSONSchema(JSON.parse(read("docs/reference/access.schema.json")));
const user = (id: string, more = {}) => ({ id, email: `${id}@example.com`, roleID: "read-only", ...more });
type Resources = Parameters<typeof stackExport>[0];

let account: EmulatedAccount;

beforeEach(async () => {
  account = await startAccount({
    users: [
      user("olga", { roleID: "full-access" }),
      user("ann", { roleID: "full-access" }),
      user("ben", { state: "disabled" }),
      user("cem"),
      user("dora"),
      user("eve"),
      user("fay"),
    ],
  });
});

/** An account, and a stack with this state. */
async function withStack(resources: Resources, ...flags: string[]) {
  const folder = await scratchFolder();
  await mkdir(join(folder, "bin"));
  await writeFile(join(folder, "Pulumi.yaml"), "name: access\nruntime: nodejs\n");
  await writeFile(join(folder, "state.json"), stackExport(resources));
  const engine = `#!/bin/sh
case "$*" in
  *version*) echo v3.276.0 ;;
  *"stack export"*) cat '${join(folder, "state.json")}' ;;
  *config*) echo '{}' ;;
esac
`;
  await writeFile(join(folder, "bin", "pulumi"), engine, { mode: 0o755 });
  const path = [join(folder, "bin"), process.env.PATH].join(delimiter);
  return account.runIn({ PATH: path }, "access", "--stack", "dev", "--cwd", folder, ...flags);
}

function reportOf(stdout: string) {
  expect(published.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  return accessReport.strict().parse(JSON.parse(stdout));
}

const shortened = (stdout: string) =>
  reportOf(stdout).ends?.rows.map(({ id, until, then, isOverdue, isAdmin }) => [id, until, then, isOverdue, isAdmin]);

function single(id: string, inputs: Record<string, unknown>, outputs: Record<string, unknown> = {}) {
  const resource = userResource(id, { email: `${id}@example.com`, roleId: "read-only", ...inputs });
  return { ...resource, outputs: { ...resource.outputs, ...outputs } };
}

const resources = [
  single("olga", { roleId: "full-access", until: day(30) }),
  // Ended, but still in the account.
  single("ann", { roleId: "full-access", until: day(-3), then: { roleId: "read-only" } }),
  // Ended, and carried out.
  single("ben", { until: day(-3) }, { undeclaredState: "disabled" }),
  // Carried out, then enabled again by hand: drift reports that.
  single("cem", { until: day(-3) }, { undeclaredState: "disabled" }),
  userSetResource(
    {
      "Dora@example.com": { roleId: "read-only", until: day(3) },
      "eve@example.com": { roleId: "read-only", until: day(-1), then: "disable" },
      "fay@example.com": "read-only",
    },
    { "Dora@example.com": "dora", "eve@example.com": "eve", "fay@example.com": "fay" },
  ),
];
const found = [
  ["ann", day(-3), { roleId: "read-only" }, true, true],
  ["eve", day(-1), "disable", true, false],
  ["dora", day(3), "disable", false, false],
];

describe("with --stack", () => {
  test("the report lists whose access ends within a week and whose is overdue, as drift judges it", async () => {
    const { code, stdout } = await withStack(resources, "--format", "json");
    expect(code).toBe(0);
    expect(shortened(stdout)).toEqual(found);
    expect(reportOf(stdout).ends).toMatchObject({ from: "stack", notKnown: [] });
    expect(account.emulator.writes()).toEqual([]);
  });

  test("every format marks them and no one else", async () => {
    const text = (await withStack(resources)).stdout;
    expect(text).toContain("2 overdue, 1 within a week");
    expect(text).toMatch(
      new RegExp(`^ann@example\\.com +full-access \\*.*\\n {4}overdue, ended: the end of ${day(-3)} `, "m"),
    );
    expect(text).toMatch(new RegExp(`^dora@example\\.com .*\\n {4}ends: the end of ${day(3)} .*disabled$`, "m"));
    expect(text.match(/^ {4}(overdue|ends)/gm)).toHaveLength(3);

    const markdown = (await withStack(resources, "--format", "markdown")).stdout;
    expect(markdown).toMatch(/\| Who \| Role \| State \| Ends \| MFA /);
    expect(markdown).toMatch(/^\| dora.*\| enabled \| ends: the end of /m);
    expect(markdown).toMatch(/^\| fay.*\| enabled \| {2}\| /m);

    const csv = (await withStack(resources, "--format", "csv")).stdout.split("\r\n");
    expect(csv[0]).toMatch(/,last activity,until,then,overdue,[a-z]+ [a-z]/);
    const [head = [], ...rows] = csv.map((line) => line.split(","));
    const at = head.indexOf("until");
    const ends = rows.filter((row) => row[at]).map((row) => [row[3], ...row.slice(at, at + 3)]);
    expect(ends).toEqual([
      ["ann", day(-3), "role read-only", "yes"],
      ["dora", day(3), "disabled", "no"],
      ["eve", day(-1), "disabled", "yes"],
    ]);

    const html = (await withStack(resources, "--format", "html")).stdout;
    expect(html).toContain("2 overdue, 1 within a week");
    expect(html).toMatch(/data-label="Ends"/);
    const data = JSON.parse(/id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? "") as { rows: Record<string, string>[] };
    expect(data.rows.filter(({ label }) => label).map(({ id, label }) => [id, label])).toEqual(
      expect.arrayContaining([
        ["ann", "overdue"],
        ["eve", "overdue"],
        ["dora", "ends soon"],
      ]),
    );
  });

  test("a review lists them too, but does not count them as findings", async () => {
    const { code, stdout } = await withStack(resources, "--inactive", "900");
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/\n {2}dora@example\.com: read-only, enabled; ends: the end/),
    ]);
    const csv = (await withStack(resources, "--inactive", "900", "--format", "csv")).stdout;
    expect(csv).toMatch(/,days inactive,until,then\r\n/);
    expect(csv).toMatch(new RegExp(`^overdue,user,.*,ann,.*,${day(-3)},role read-only\r$`, "m"));
    expect(csv).toMatch(new RegExp(`^ends,user,.*,dora,.*,${day(3)},disabled\r$`, "m"));
  });

  test("a secret end is listed as not known", async () => {
    const hidden = [single("dora", { until: SECRET }), single("eve", { until: day(-1), then: SECRET })];
    const { stdout } = await withStack(hidden, "--format", "json");
    expect(reportOf(stdout).ends).toEqual({
      from: "stack",
      rows: [],
      notKnown: ["until of dora@example.com (UserAssignment dora)", "then of eve@example.com (UserAssignment eve)"],
    });
    const text = (await withStack(hidden)).stdout;
    expect(text).toContain("Ends not known: until of dora@example.com (UserAssignment dora)");
  });

  test("a stack of another account says nothing about these people", async () => {
    const other = single(
      "dora",
      { until: day(3) },
      { cloudOneUrn: "urn:cloudone:identity:us-1:999999999999:user/dora" },
    );
    const { code, stdout } = await withStack([other], "--format", "json");
    expect([code, reportOf(stdout).ends]).toEqual([
      0,
      { from: "stack", rows: [], notKnown: [expect.stringContaining("of account 999999999999")] },
    ]);
  });

  test("a stack without resources still provides its configuration", async () => {
    const bucket = { kind: "Bucket", name: "b", id: "b", inputs: {}, type: "aws:s3/bucket:Bucket" };
    const { code, stdout } = await withStack([bucket], "--format", "json");
    expect([code, reportOf(stdout).ends]).toEqual([0, { from: "stack", rows: [], notKnown: [] }]);
    for (const format of ["text", "markdown", "html"]) {
      const { stdout } = await withStack([bucket], "--format", format);
      expect(stdout).toContain("No declared access is known to be overdue or to end within a week.");
    }
  });
});

test("without a stack or a preview the report does not mention ends", async () => {
  for (const format of ["text", "markdown", "html", "csv", "json"]) {
    const { code, stdout } = await account.run("access", "--format", format);
    expect([code, stdout]).toEqual([0, expect.not.stringMatching(/overdue|"ends"|within a week|,until,/)]);
  }
});

describe("with --preview", () => {
  const step = (kind: string, name: string, op: string, inputs: object, old?: { id: string; outputs: object }) => {
    const type = `pulumi-nodejs:dynamic/cloudone:${kind}`;
    const urn = pulumiUrn(kind, name);
    return {
      op,
      urn,
      ...(old !== undefined && { oldState: { urn, type, inputs, ...old } }),
      newState: { urn, type, inputs },
    };
  };
  const asStep = ({ kind, name, id, inputs, outputs = {} }: Resources[number], op = "update") =>
    step(kind, name, op, inputs, { id, outputs });

  async function withPreview(steps: object[], env: Record<string, string>, ...flags: string[]) {
    const file = join(await scratchFolder(), "preview.json");
    await writeFile(file, JSON.stringify({ config: {}, steps, changeSummary: { update: steps.length } }));
    return account.runIn(env, "access", "--preview", file, ...flags);
  }

  test("the ends are those of its inputs, for single resources and members of a set, without a stack", async () => {
    const { stdout } = await withPreview(
      resources.map((one) => asStep(one)),
      {},
      "--format",
      "json",
    );
    expect(shortened(stdout)).toEqual(found);
    expect(reportOf(stdout).ends?.from).toBe("preview");
  });

  test("a newly declared user is found by their address, and by their id", async () => {
    const steps = [
      step("UserAssignment", "d", "create", { email: "DORA@example.com", roleId: "read-only", until: day(2) }),
      step("UserAssignment", "f", "create", { userId: "fay", roleId: "read-only", until: day(-2) }),
    ];
    const { stdout } = await withPreview(steps, {}, "--format", "json");
    expect(shortened(stdout)).toEqual([
      ["fay", day(-2), "disable", true, false],
      ["dora", day(2), "disable", false, false],
    ]);
  });

  test("the server's clock decides, not this machine's", async () => {
    const server = createServer(async ({ method = "GET", url = "/", headers }, answer) => {
      const request = new Request(new URL(url, account.url), { method, headers: headers as Record<string, string> });
      const response = await account.emulator.app.fetch(request);
      const date = new Date(Date.now() + 10 * DAY).toUTCString();
      answer.writeHead(response.status, { ...Object.fromEntries(response.headers), date });
      answer.end(await response.text());
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    try {
      const base = new URL(account.url);
      base.port = String((server.address() as AddressInfo).port);
      const steps = [single("dora", { until: day(8) }), single("eve", { until: day(14) })].map((one) => asStep(one));
      const { stdout } = await withPreview(steps, { CLOUDONE_BASE_URL: base.href }, "--format", "json");
      expect(shortened(stdout)).toEqual([
        ["dora", day(8), "disable", true, false],
        ["eve", day(14), "disable", false, false],
      ]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  test("a deleted resource has no end, and an unknown end is named", async () => {
    const [gone, single1, set] = [
      single("dora", { until: day(3) }),
      single("eve", { until: UNKNOWN }),
      userSetResource(
        { "fay@example.com": { roleId: "read-only", until: day(2), then: { roleId: UNKNOWN } } },
        { "fay@example.com": "fay" },
      ),
    ];
    const { newState: _, ...deletion } = asStep(gone as Resources[number], "delete");
    const { stdout } = await withPreview(
      [deletion, asStep(single1 as Resources[number], "same"), asStep(set as Resources[number], "same")],
      {},
      "--format",
      "json",
    );
    expect(shortened(stdout)).toEqual([["fay", day(2), null, false, false]]);
    expect(reportOf(stdout).ends?.notKnown).toEqual([
      "until of eve@example.com (UserAssignment eve)",
      "then of fay@example.com (UserAssignmentSet users)",
    ]);
  });

  test.each(["text", "markdown", "html", "csv"])("%s lists them next to the changes", async (format) => {
    const { stdout } = await withPreview(
      resources.map((one) => asStep(one)),
      {},
      "--format",
      format,
    );
    if (format !== "csv") expect(stdout).toContain("2 overdue, 1 within a week");
    expect(stdout).toMatch(/dora(@|&#64;)example/);
  });
});
