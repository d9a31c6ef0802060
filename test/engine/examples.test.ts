// Only the real engine runs the examples as they are published.
import { existsSync } from "node:fs";
import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import type { AccessReport } from "../../cli/access/access-report.js";
import { runCommand } from "../unit/cli/run-command.js";
import { type Cloud, createStack, describeEngine, type Stack, startCloud } from "./harness.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
const EXAMPLES = join(REPOSITORY, "examples");

const stored = (cloud: Cloud) => {
  const { account, roles, users } = cloud.emulator.store;
  const { alias, timezone, mfaRequired } = account;
  return {
    settings: { alias, timezone, mfaRequired },
    roles: [...roles.keys()].filter((id) => !["full-access", "read-only", "scanner"].includes(id)).sort(),
    users: Object.fromEntries(
      [...users.values()].map(({ email, roleID, state }) => [email.toLowerCase(), `${roleID}, ${state}`]),
    ),
  };
};
type Stored = ReturnType<typeof stored>;

/** What each example makes of the account of its seed, and what its destroy leaves. */
const expected: Record<string, { up: Stored; destroyed: Stored }> = {
  "quick-start": {
    up: {
      settings: { alias: "Emulated account", timezone: "Europe/Berlin", mfaRequired: true },
      roles: ["workload-auditor"],
      users: {
        "ann@example.com": "workload-auditor, enabled",
        "ben@example.com": "read-only, enabled",
        "olga@example.com": "full-access, enabled",
      },
    },
    destroyed: {
      settings: { alias: "Emulated account", timezone: "UTC", mfaRequired: true },
      roles: [],
      users: {
        "ann@example.com": "read-only, disabled",
        "ben@example.com": "read-only, disabled",
        "olga@example.com": "full-access, enabled",
      },
    },
  },
  role: {
    up: { settings: untouched(), roles: ["auditor", "workload-operator"], users: {} },
    destroyed: { settings: untouched(), roles: ["auditor"], users: {} },
  },
  "separation-of-duties": {
    up: {
      settings: untouched(),
      roles: ["auditor", "operator"],
      users: {
        "ann@example.com": "auditor, enabled",
        "ben@example.com": "operator, enabled",
        "olga@example.com": "full-access, enabled",
      },
    },
    destroyed: {
      settings: untouched(),
      roles: [],
      users: {
        "ann@example.com": "read-only, disabled",
        "ben@example.com": "read-only, disabled",
        "olga@example.com": "full-access, enabled",
      },
    },
  },
  "user-assignment": {
    up: {
      settings: untouched(),
      roles: ["analyst"],
      users: {
        "ann@example.com": "analyst, enabled",
        "ben@example.com": "read-only, disabled",
        "cem@example.com": "read-only, enabled",
        "dora@example.com": "full-access, enabled",
      },
    },
    destroyed: {
      settings: untouched(),
      roles: [],
      users: {
        "ann@example.com": "scanner, disabled",
        "ben@example.com": "scanner, disabled",
        "dora@example.com": "full-access, enabled",
      },
    },
  },
  "account-settings": {
    up: { settings: { alias: "Example Corp", timezone: "Europe/Berlin", mfaRequired: true }, roles: [], users: {} },
    destroyed: { settings: { alias: "Trial of 2021", timezone: "UTC", mfaRequired: true }, roles: [], users: {} },
  },
  "sailpoint-leavers": {
    up: {
      settings: untouched(),
      roles: ["workload-operator"],
      users: {
        "ann@example.com": "workload-operator, enabled",
        "ben@example.com": "read-only, enabled",
        "cem@example.com": "read-only, enabled",
        "olga@example.com": "full-access, enabled",
      },
    },
    destroyed: {
      settings: untouched(),
      roles: ["workload-operator"],
      users: {
        "ann@example.com": "workload-operator, disabled",
        "ben@example.com": "read-only, disabled",
        "cem@example.com": "read-only, disabled",
        "olga@example.com": "full-access, enabled",
      },
    },
  },
  "team-access": {
    up: {
      settings: untouched(),
      roles: ["auditor", "made-by-hand", "security-engineer"],
      users: {
        "olga@example.com": "full-access, enabled",
        "break-glass-1@example.com": "full-access, enabled",
        "ann@example.com": "security-engineer, enabled",
        "ben@example.com": "auditor, enabled",
        "carla@example.com": "auditor, enabled",
        "dmitri@example.com": "read-only, disabled",
        "left-last-year@example.com": "made-by-hand, disabled",
      },
    },
    destroyed: {
      settings: untouched(),
      roles: ["auditor", "made-by-hand", "security-engineer"],
      users: {
        "olga@example.com": "full-access, enabled",
        "break-glass-1@example.com": "full-access, enabled",
        "ann@example.com": "security-engineer, enabled",
        "ben@example.com": "auditor, enabled",
        "carla@example.com": "auditor, enabled",
        "dmitri@example.com": "read-only, disabled",
        "left-last-year@example.com": "made-by-hand, disabled",
      },
    },
  },
  complete: {
    up: {
      settings: { alias: "Example Corp", timezone: "Europe/Berlin", mfaRequired: true },
      roles: ["compliance-auditor", "security-engineer", "workload-operator"],
      users: {
        "ann@example.com": "full-access, enabled",
        "ben@example.com": "security-engineer, enabled",
        "carla@example.com": "security-engineer, enabled",
        "dmitri@example.com": "workload-operator, enabled",
        "ema@example.com": "compliance-auditor, enabled",
        "farid@example.com": "read-only, disabled",
        "grace@example.com": "read-only, enabled",
      },
    },
    destroyed: {
      settings: { alias: "Trial of 2021", timezone: "UTC", mfaRequired: true },
      roles: ["compliance-auditor"],
      users: {
        "ann@example.com": "full-access, enabled",
        "ben@example.com": "read-only, disabled",
        "carla@example.com": "read-only, disabled",
        "dmitri@example.com": "read-only, disabled",
        "ema@example.com": "read-only, enabled",
        "farid@example.com": "read-only, disabled",
        "grace@example.com": "read-only, enabled",
      },
    },
  },
};

function untouched(): Stored["settings"] {
  return { alias: "Emulated account", timezone: "UTC", mfaRequired: false };
}

/** A stack with the example's own program, project and configuration; but with its server's address. */
async function install(example: string): Promise<{ cloud: Cloud; stack: Stack }> {
  const folder = join(EXAMPLES, example);
  const cloud = await startCloud({ seed: JSON.parse(await readFile(join(folder, "emulator-seed.json"), "utf8")) });
  const env = { SAILPOINT_CLIENT_SECRET: "emulator-demo-client-secret" };
  const stack = await createStack({ cloud, project: `cloudone-${example}`, name: "emulator", env });
  await rm(join(stack.folder, "index.js"));
  for (const file of ["Pulumi.yaml", "index.ts"]) await copyFile(join(folder, file), join(stack.folder, file));
  const config = join(stack.folder, "Pulumi.emulator.yaml");
  // As the engine wrote it: how the stack's secrets are kept.
  const own = [...(await readFile(config, "utf8")).matchAll(/(secretsprovider|encryptedkey): *[^\s,}]+/g)].map(
    ([text]) => text,
  );
  const published = await readFile(join(folder, "Pulumi.emulator.yaml"), "utf8");
  const addressed = published
    .replace("http://127.0.0.1:8787/api", cloud.url)
    .replace("http://127.0.0.1:8787/sailpoint", cloud.sailPointUrl);
  await writeFile(config, `${addressed}${own.join("\n")}\n`);
  return { cloud, stack };
}

type Access = Record<string, string[]>;

/** The service roles that each user and key can use now, by the server's own store. */
function accessNow({ emulator: { store } }: Cloud): Access {
  const urnsOf = (roleID: string) => store.roles.get(roleID)?.serviceRoleURNs.toSorted() ?? [];
  return {
    ...Object.fromEntries(
      [...store.users.values()].map((one) => [one.id, one.state === "enabled" ? urnsOf(one.roleID) : []]),
    ),
    ...Object.fromEntries([...store.apiKeys.values()].map((one) => [one.id, one.enabled ? urnsOf(one.roleID) : []])),
  };
}

/** What some gain and lose, by their ids. */
type Changes = Record<string, { gains: string[]; losses: string[] }>;

/** A service's full access includes its other roles. */
function differences(before: Access, after: Access): Changes {
  const lacking = (urns: string[], others: string[]) =>
    urns.filter((urn) => ![urn, urn.replace(/:role\/.*$/, ":role/full-access")].some((one) => others.includes(one)));
  const changes = [...new Set([...Object.keys(before), ...Object.keys(after)])].map((id) => {
    const [was, is] = [before[id] ?? [], after[id] ?? []];
    return [id, { gains: lacking(is, was), losses: lacking(was, is) }] as const;
  });
  return Object.fromEntries(changes.filter(([, { gains, losses }]) => gains.length + losses.length > 0));
}

/** What an update will change, as `access --preview` predicts it from the engine's plan. */
async function predicted(cloud: Cloud, stack: Stack): Promise<Changes> {
  const previewed = await stack.run(["preview", "--json", "--stack", stack.name]);
  expect(previewed).toMatchObject({ code: 0 });
  const file = join(stack.folder, "preview.json");
  await writeFile(file, previewed.stdout);
  const key = { CLOUDONE_API_KEY: cloud.apiKey, CLOUDONE_BASE_URL: cloud.url };
  const { code, stdout, stderr } = await runCommand(["access", "--quiet", "--format", "json", "--preview", file], key);
  expect({ code, stderr }).toEqual({ code: expect.any(Number), stderr: "" });
  const { changes }: AccessReport = JSON.parse(stdout);
  expect(changes).toMatchObject({ notKnown: [], refusals: [] });
  const rows = (changes?.rows ?? []).flatMap(({ who, gains, losses }) =>
    who.map(({ id }) => [id, { gains: gains.toSorted(), losses: losses.toSorted() }] as const),
  );
  expect(code).toBe((changes?.rows ?? []).length > 0 ? 2 : 0);
  return Object.fromEntries(rows.filter(([, { gains, losses }]) => gains.length + losses.length > 0));
}

/** The repository's own Pulumi.yaml runs the same program: its preview is empty, too, and that after a refresh of every kind. */
async function expectRepositoryToRunIt(stack: Stack): Promise<void> {
  // A main that the SDK resolves to the package itself would run no program, and propose to delete everything.
  const config = join(stack.folder, "Pulumi.emulator.yaml");
  const args = ["preview", "--stack", stack.name, "--config-file", config, "--expect-no-changes"];
  const { code, output } = await stack.run([...args, "--cwd", REPOSITORY]);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("11 unchanged") });
}

describeEngine("the examples", () => {
  test("are all listed here", async () => {
    const entries = await readdir(EXAMPLES, { withFileTypes: true });
    // The others are scripts with tests of their own.
    const folders = entries.filter(({ name }) => existsSync(join(EXAMPLES, name, "Pulumi.yaml")));
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
  });

  for (const [example, { up, destroyed }] of Object.entries(expected)) {
    test(`${example}: up makes what it says and what access --preview predicts, preview and refresh find nothing, destroy leaves what its policies say`, async () => {
      const { cloud, stack } = await install(example);
      const [before, changes] = [accessNow(cloud), await predicted(cloud, stack)];
      expect(cloud.emulator.writes()).toEqual([]);
      await stack.up({ skipPreview: true });
      expect(stored(cloud)).toEqual(up);
      expect(changes).toEqual(differences(before, accessNow(cloud)));
      cloud.emulator.clearRequests();
      await stack.expectNoChanges();
      await stack.refresh({ expectNoChanges: true });
      if (example === "complete") await expectRepositoryToRunIt(stack);
      expect(cloud.emulator.writes()).toEqual([]);
      await stack.destroy();
      expect(await stack.resourceNames()).toEqual([]);
      expect(stored(cloud)).toEqual(destroyed);
    });
  }
});
