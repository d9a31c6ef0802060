import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Check } from "../../../cli/doctor/check.js";
import { doctorText } from "../../../cli/doctor/doctor-text.js";
import { judgeClock } from "../../../cli/doctor/judge-clock.js";
import { judgeProxy } from "../../../cli/doctor/judge-proxy.js";
import { judgeRole } from "../../../cli/doctor/judge-role.js";
import { judgeVersion } from "../../../cli/doctor/judge-version.js";
import { TESTED } from "../../../cli/doctor/tested-versions.js";
import type { Seed } from "../../../emulator/index.js";
import { pinnedVersion } from "../../../tools/engine/go-build.ts";
import { ACCOUNT, type EmulatedAccount, READ, startAccount, urn } from "./account.js";
import { runCommand } from "./run-command.js";

const seed: Seed = {
  roles: [
    { id: "ruler", name: "Ruler", serviceRoleURNs: [urn("identity", "full-access")] },
    { id: "worker", name: "Worker", serviceRoleURNs: [READ] },
  ],
  apiKeys: [
    { id: "admin", secret: "s3cret", roleID: "full-access" },
    { id: "reader", secret: "s3cret", roleID: "read-only" },
    { id: "ruler", secret: "s3cret", roleID: "ruler" },
    { id: "half", secret: "s3cret", roleID: "read-only", deny: ["GET /users", "GET /invitations"] },
    { id: "worker", secret: "s3cret", roleID: "worker" },
  ],
};

async function doctor(account: EmulatedAccount, apiKey: string) {
  const { code, stdout, stderr } = await account.runAs(apiKey, "doctor", "--format", "json");
  const { checks, ok, schemaVersion } = JSON.parse(stdout) as { checks: Check[]; ok: boolean; schemaVersion: number };
  const by = new Map(checks.map((check) => [check.name, check]));
  return { code, ok, schemaVersion, checks, printed: `${stdout}${stderr}`, of: (name: string) => by.get(name) };
}

test("a key with full access is shown with its account, region, role and rights to read and write", async () => {
  const account = await startAccount(seed);
  const { of, printed, schemaVersion } = await doctor(account, "admin:s3cret");
  expect(of("account")?.found).toBe(`Account ${ACCOUNT} in region us-1; the key has the role full-access.`);
  for (const name of ["configuration", "server", "account", "rights to read", "rights to write", "clock", "node"]) {
    expect([name, of(name)?.status]).toEqual([name, "ok"]);
  }
  expect(printed).not.toContain("s3cret");
  expect(schemaVersion).toBe(1);
  expect(account.emulator.requests.every(({ method }) => method === "GET")).toBe(true);
});

test("a read-only key is enough for previews, and the doctor says what up needs", async () => {
  const { of } = await doctor(await startAccount(seed), "reader:s3cret");
  expect(of("rights to write")).toMatchObject({ status: "ok", found: expect.stringContaining("may not write") });
  const { of: ruler } = await doctor(await startAccount(seed), "ruler:s3cret");
  expect(ruler("rights to write")?.found).toContain("the identity service in full");
});

test("the doctor names what a key may not read and what needs it, and exits with 1", async () => {
  const { code, ok, of } = await doctor(await startAccount(seed), "half:s3cret");
  expect([code, ok, of("rights to read")?.status]).toEqual([1, false, "fail"]);
  expect(of("rights to read")?.found).toMatch(
    /users could not be read: .*403.*needed for UserAssignment[\s\S]*invitations could not be read/,
  );
});

describe("people who sign in by SSO", () => {
  const ask = async (samlUsersList: "allowed" | 401 | 403 | 404, mode: string) => {
    const account = await startAccount({
      switches: { samlUsersList },
      samlUsers: [{ subject: "sam", roleID: "read-only" }],
    });
    const { code, stdout } = await account.runIn({ CLOUDONE_SAML_USERS: mode }, "doctor", "--format", "json");
    const { checks } = JSON.parse(stdout) as { checks: Check[] };
    return { code, account, check: checks.find(({ name }) => name === "SAML users") };
  };

  test("can be listed, or the doctor says what follows", async () => {
    expect((await ask("allowed", "auto")).check).toMatchObject({
      status: "ok",
      found: "The key may list them: 1 person who signs in by SSO.",
    });
    const refused = await ask(403, "auto");
    expect(refused.check).toMatchObject({ status: "warn", found: expect.stringContaining("GET /saml-users: 403") });
    expect((await ask(401, "required")).check).toMatchObject({
      status: "fail",
      found: expect.stringContaining("GET /saml-users: 401"),
    });
  });

  test("are not requested if the setting is off", async () => {
    const { check, account } = await ask("allowed", "off");
    expect(check).toMatchObject({ status: "ok", found: expect.stringContaining("is off") });
    expect(account.emulator.requests.filter(({ path }) => path.startsWith("/saml"))).toEqual([]);
  });

  test("are a failure if their list fails temporarily", async () => {
    const account = await startAccount({});
    account.emulator.faults.add({ match: { path: "/saml-users" }, kind: "wrong-shape", times: 9 });
    const { stdout } = await account.run("doctor", "--format", "json");
    const { checks } = JSON.parse(stdout) as { checks: Check[] };
    expect(checks.find(({ name }) => name === "SAML users")).toMatchObject({ status: "fail" });
  });
});

test("a key without rights and a refused key fail with what to do", async () => {
  const account = await startAccount(seed);
  for (const key of ["worker:s3cret", "admin:hush-hush"]) {
    const { code, of, printed } = await doctor(account, key);
    expect([code, of("server")?.status, of("account")?.status]).toEqual([1, "fail", "skip"]);
    expect(printed).not.toMatch(/hush-hush|s3cret/);
  }
  const { stdout } = await account.runAs("admin:hush-hush", "doctor");
  expect(stdout.match(/^skip /gm)?.length).toBeGreaterThan(3);
  expect(stdout.match(/Fix that first, then run doctor again/g)).toHaveLength(1);
});

test("a malformed or missing key fails with the command that sets it, and nothing is sent", async () => {
  const account = await startAccount(seed);
  const malformed = await doctor(account, "no-colon-s3cret");
  expect(malformed.of("configuration")?.found).toContain("it has no colon");
  expect(malformed.printed).not.toContain("no-colon-s3cret");
  const { stdout } = await runCommand(["doctor"], {});
  expect(stdout).toMatch(/^FAIL {2}configuration .*CLOUDONE_API_KEY/);
  expect(account.emulator.requests).toEqual([]);
});

test("a suspended account and a key of another account are reported", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.suspendAccount();
  account.emulator.switches.suspendedAccount = "readable";
  expect((await doctor(account, "admin:s3cret")).of("account")).toMatchObject({ status: "warn" });
  const { stdout } = await runCommand(["doctor", "--format", "json"], {
    CLOUDONE_BASE_URL: account.url,
    CLOUDONE_API_KEY: "admin:s3cret",
    CLOUDONE_ACCOUNT_ID: "999999999999",
  });
  expect(JSON.parse(stdout).checks[1]).toMatchObject({
    status: "fail",
    found: expect.stringContaining("999999999999"),
  });
});

describe("advice", () => {
  const advised = (stdout: string) =>
    (JSON.parse(stdout) as { checks: Check[] }).checks
      .filter(({ status, advice }) => status === "ok" && advice !== undefined)
      .map(({ name, advice }) => `${name}: ${advice}`);

  test("appears only if there is something to do, and the last line counts", async () => {
    const { stdout } = await (await startAccount(seed)).runAs("admin:s3cret", "doctor");
    const found = stdout.split("\n").filter((line) => /^(ok {2}|warn|FAIL|skip) /.test(line));
    expect(found.length).toBeGreaterThan(9);
    expect(stdout).not.toContain("Nothing to do");
    const failed = found.filter((line) => line.startsWith("FAIL")).length;
    expect(stdout).toMatch(new RegExp(`\n${found.length} checks, ${failed} failed(, \\d+ (warnings?|skipped))*\n$`));
  });

  test.each([
    { CLOUDONE_ACCOUNT_ID: ACCOUNT, CLOUDONE_SAML_USERS: "required", CLOUDONE_READ_ONLY: "true" },
    { CLOUDONE_ACCOUNT_ID: ACCOUNT, CLOUDONE_SAML_USERS: "off" },
    { CLOUDONE_ACCOUNT_ID: ACCOUNT, CLOUDONE_API_KEY: "reader:s3cret" },
  ])("never contradicts the settings: %j", async (env) => {
    const account = await startAccount({ ...seed, samlUsers: [{ subject: "sam", roleID: "read-only" }] });
    const advice = advised(
      (await account.runIn({ CLOUDONE_API_KEY: "admin:s3cret", ...env }, "doctor", "--format", "json")).stdout,
    );
    expect(advice.filter((line) => !("CLOUDONE_API_KEY" in env && line.startsWith("SAML users")))).toEqual([]);
  });

  test("says to pin the account and to require SAML users, if neither is set and it may list them", async () => {
    const account = await startAccount({ ...seed, samlUsers: [{ subject: "sam", roleID: "read-only" }] });
    expect(advised((await account.runAs("admin:s3cret", "doctor", "--format", "json")).stdout)).toEqual([
      expect.stringContaining("account: Set cloudone:accountId"),
      expect.stringContaining("SAML users: Set cloudone:samlUsers to required"),
    ]);
  });
});

test("a misspelt variable is a failed check", async () => {
  const { code, stdout } = await (await startAccount(seed)).runIn({ CLOUDONE_READONLY: "true" }, "doctor");
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^FAIL {2}configuration[\s\S]*CLOUDONE_READ_ONLY\?/m)]);
});

test("the proxy in use is named without its credentials", () => {
  const env = { HTTPS_PROXY: "http://user:words@proxy.example:3128", NODE_USE_ENV_PROXY: "1" };
  expect(judgeProxy(env, [])).toEqual([
    { name: "proxy", status: "ok", found: "Requests go through proxy.example:3128." },
  ]);
});

test("the text fits the width of a terminal, with aligned lines", () => {
  const found = "The role read-only may not write: enough for preview, refresh, drift, export and access.\nMore";
  const checks: Check[] = [
    { name: "node", status: "ok", found: "Version 24." },
    {
      name: "rights to write",
      status: "fail",
      found,
      advice: "For `pulumi up`, use a key with the identity service in full.",
    },
  ];
  const text = doctorText(checks, { width: 60, paint: (_, line) => line });
  expect(text).toBe(`ok    node             Version 24.
FAIL  rights to write  The role read-only may not write:
                       enough for preview, refresh, drift,
                       export and access.
                       More
                       → For \`pulumi up\`, use a key with the
                         identity service in full.
2 checks, 1 failed
`);
});

test("a clock that is off by more than a minute is a warning that says by how much", () => {
  expect(judgeClock(-59_000).status).toBe("ok");
  expect(judgeClock(-120_000)).toMatchObject({ status: "warn", found: "120 s ahead of the server's." });
  expect(judgeClock(120_000).found).toBe("120 s behind the server's.");
  expect(judgeClock(undefined).status).toBe("skip");
});

test("a role is judged by its identity service roles", () => {
  const judged = (serviceRoleURNs: string[] | undefined) =>
    judgeRole({ roleId: "custom", serviceRoleURNs, isReadOnlyConfigured: false }).status;
  expect(judged([urn("identity", "full-access")])).toBe("ok");
  expect(judged([urn("identity", "read-only")])).toBe("warn");
  expect(judged([READ])).toBe("fail");
  expect(judged(undefined)).toBe("warn");
  expect(judgeRole({ roleId: undefined, serviceRoleURNs: [], isReadOnlyConfigured: false }).status).toBe("warn");
  expect(judgeRole({ roleId: "custom", serviceRoleURNs: [], isReadOnlyConfigured: true }).status).toBe("ok");
});

test("versions compare by their numbers", () => {
  const judged = (version: string, least: string) => judgeVersion("node", version, least, "").status;
  expect(judged("22.20.0", "22.20.0")).toBe("ok");
  expect(judged("v24.0.0", "22.20")).toBe("ok");
  expect(judged("22.3.9", "22.20.0")).toBe("fail");
  expect(judged("3.259.0-alpha.1", "3.216.0")).toBe("ok");
});

test("a version older or newer than those tested is a warning that says so", () => {
  const tested = { from: "3.259.0", to: "3.274.1" };
  const judged = (version: string) => judgeVersion("Pulumi CLI", version, "3.216.0", "", tested);
  expect(judged("3.259.0").status).toBe("ok");
  expect(judged("v3.274.1").status).toBe("ok");
  expect(judged("3.216.0")).toMatchObject({
    status: "warn",
    found: expect.stringContaining("older than the versions"),
  });
  expect(judged("3.280.0")).toMatchObject({
    status: "warn",
    found: expect.stringContaining("newer than the versions"),
  });
  expect(judged("3.215.9").status).toBe("fail");
});

test("the versions that doctor calls tested are those that the tests run with", () => {
  expect(TESTED.cli.to).toBe(pinnedVersion());
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8"));
  expect(TESTED.sdk.to).toBe(manifest.devDependencies["@pulumi/pulumi"]);
  expect(`^${TESTED.sdk.from}`).toBe(manifest.peerDependencies["@pulumi/pulumi"]);
});

test("a proxy that Node.js would not use is a warning that says how to use it, and without a proxy there is no check", () => {
  expect(judgeProxy({}, [])).toEqual([]);
  const [check] = judgeProxy({ HTTPS_PROXY: "http://user:words@proxy.example" }, []);
  expect(check).toMatchObject({
    name: "proxy",
    status: "warn",
    found: expect.stringContaining("NODE_USE_ENV_PROXY=1"),
  });
  expect(check?.advice).toContain("NODE_EXTRA_CA_CERTS");
  expect(JSON.stringify(check)).not.toContain("words");
});
