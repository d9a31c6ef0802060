import { beforeAll, expect, test } from "@jest/globals";
import type { Emulator, FaultRule } from "../../../emulator/index.js";
import type { Declaration } from "../harness/program.js";
import { AUDIT, READ, role, settings, user } from "../scene.js";
import { operator, roleSet, userSet } from "../set-scene.js";
import type { LifeOptions, LivingStack } from "./engine.js";

const endless = Number.POSITIVE_INFINITY;

export interface Sample {
  name: string;
  fault: FaultRule;
  /** The program of the run that meets the fault. */
  program: Declaration[];
  operation?: "up" | "refresh";
  /** What the failed run says; without it the run succeeds. */
  says?: RegExp;
}

const first = [role("auditor"), user("ann", "operator"), settings({ timezone: "Asia/Tokyo" })];
const second = [
  role("auditor", { name: "Renamed", serviceRoleURNs: [AUDIT] }),
  user("ann", "operator", { state: "disabled" }),
  settings({ timezone: "Europe/Berlin" }),
];

const third = [
  role("auditor", { name: "Renamed once more", serviceRoleURNs: [AUDIT] }),
  user("ann", "operator", { state: "enabled" }),
  settings({ timezone: "Europe/Paris" }),
];

/** A sample of the fault matrix, which test/simulation plays. */
export const SAMPLES: Sample[] = [
  {
    name: "a proxy's page three times at the create of a role",
    program: first,
    fault: { match: { method: "POST", path: "/roles" }, kind: "502-html", times: 3 },
  },
  {
    name: "a lost answer to every kind of update",
    program: second,
    fault: { match: { method: "POST" }, kind: "reset-after", times: 3 },
  },
  {
    name: "half a page of JSON three times at a refresh",
    program: second,
    operation: "refresh",
    fault: { match: { method: "GET" }, kind: "truncated-json", times: 3 },
  },
  {
    name: "a refused key for ever at a refresh",
    program: second,
    operation: "refresh",
    fault: { kind: "401", times: endless },
    says: /Cannot read .*401 Unauthorized.*CLOUDONE_API_KEY/s,
  },
  {
    name: "a gateway that repeats the key at a refresh",
    program: second,
    operation: "refresh",
    fault: { kind: "403-echo", times: endless },
    says: /Cannot read .+: Cannot prove which account API key \S+ belongs to/,
  },
  {
    name: "a gateway that repeats the key at an update",
    program: third,
    fault: { match: { method: "POST" }, kind: "403-echo", times: endless },
    says: /Cannot update .*403 Forbidden/,
  },
  {
    name: "a gateway that repeats the key at a create",
    program: [...third, role("extra")],
    fault: { match: { method: "POST", path: "/roles" }, kind: "403-echo", times: endless },
    says: /Cannot create role extra: .*403 Forbidden/,
  },
  {
    name: "a gateway that repeats the key at a deletion",
    program: third,
    fault: { match: { method: "DELETE" }, kind: "403-echo", times: endless },
    says: /Cannot delete role extra: .*403 Forbidden/,
  },
  {
    name: "an empty 403 for ever at the read of a role",
    program: second,
    operation: "refresh",
    fault: { match: { method: "GET", path: /^\/roles/ }, kind: "403-empty", times: endless },
    says: /Cannot read role auditor: GET \/roles\/auditor: 403 Forbidden/,
  },
  {
    name: "a 404 that is a proxy's page for ever at the read of a user",
    program: second,
    operation: "refresh",
    fault: { match: { method: "GET", path: /^\/users/ }, kind: "404-html", times: endless },
    says: /does not prove that the object is gone/,
  },
  {
    name: "too many requests with a date",
    program: first,
    fault: { kind: "429-date", times: 2, retryAfterSeconds: 2 },
  },
  {
    name: "a write that is refused for ever",
    program: second,
    fault: { match: { method: "POST" }, kind: "403-empty", times: endless },
    says: /Cannot update (role auditor|assignment of user|settings of account).*403 Forbidden/,
  },
  {
    name: "a deletion whose answer is lost, and a role that goes with it",
    program: [settings({ timezone: "Europe/Berlin" })],
    fault: { match: { method: "DELETE" }, kind: "timeout-after" },
  },
  {
    name: "a lost answer to the restore of settings",
    program: [role("kept")],
    fault: { match: { method: "POST", path: "/accounts/{id}" }, kind: "reset-after" },
  },
  {
    name: "a lost answer to the create of a set's member, and to the change of another one's",
    program: [roleSet({ member: operator }, {}, "set"), userSet({ "bob@example.com": "operator" })],
    fault: { match: { method: "POST" }, kind: "reset-after", times: 2 },
  },
];

/** Programs of which each meets a fault, on one stack. */
export function faultsLife<C extends { emulator: Emulator }>(
  on: Pick<LifeOptions<C>, "startCloud" | "createStack">,
  samples: readonly Sample[],
): void {
  let cloud: C;
  let stack: LivingStack;

  beforeAll(async () => {
    cloud = await on.startCloud({
      seed: {
        roles: [{ id: "operator", name: "Operator", serviceRoleURNs: [READ] }],
        users: [
          { id: "root", email: "root@example.com", roleID: "full-access" },
          { id: "ann", email: "ann@example.com", roleID: "read-only" },
          { id: "bob", email: "bob@example.com", roleID: "read-only" },
          { id: "bystander", email: "bystander@example.com", roleID: "operator" },
        ],
      },
    });
    stack = await on.createStack({ cloud, config: { "cloudone:timeoutSeconds": "2" } });
  });

  test.each(samples)("$name loses nothing, and a clean run makes good what failed", async (sample) => {
    const { store, faults } = cloud.emulator;
    const { program, fault, operation = "up", says } = sample;
    await stack.program(program);
    const before = await stack.resourceNames();
    const armed = faults.add(fault);
    const fails = says !== undefined;
    const run = operation === "up" ? await stack.up({ skipPreview: true, fails }) : await stack.refresh({ fails });
    expect(armed.hits).toBeGreaterThan(0);
    faults.clear();
    if (says !== undefined) {
      expect(run.errors().join("\n")).toMatch(says);
      expect(await stack.resourceNames()).toEqual(before);
    }
    if (fails) await stack.up({ skipPreview: true });
    await stack.expectNoChanges({ refresh: true });
    expect(await stack.resourceNames()).toEqual(program.map(({ name }) => name).sort());
    for (const id of ["auditor", "extra", "kept", "member"]) {
      const created = cloud.emulator.writes().filter(({ path, status, body }) => {
        return path === "/roles" && status === 201 && (body as { id?: string }).id === id;
      });
      expect(created.length).toBeLessThanOrEqual(1);
    }
    expect(store.users.get("bystander")).toMatchObject({ roleID: "operator", state: "enabled" });
    expect(store.roles.get("operator")).toMatchObject({ name: "Operator", serviceRoleURNs: [READ] });
  });

  test("has left everything as the last program declares", () => {
    const { account, roles, users } = cloud.emulator.store;
    expect(account.timezone).toBe("UTC");
    expect([...roles.keys()]).toEqual(expect.not.arrayContaining(["auditor", "extra", "kept"]));
    expect(roles.get("member")).toMatchObject({ serviceRoleURNs: [READ] });
    expect(users.get("ann")).toMatchObject({ roleID: "read-only", state: "disabled" });
    expect(users.get("bob")).toMatchObject({ roleID: "operator", state: "enabled" });
  });
}
