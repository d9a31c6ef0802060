import { describe, expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

const FOUND = { alias: "Acme", locale: "ja", timezone: "Asia/Tokyo", mfaRequired: true } as const;
const KINDS = ["missing", "null"] as const;

function setUp(path: RegExp, property: string, kind: (typeof KINDS)[number]) {
  const world = new World({
    switches: { modifySemantics: "replace" },
    seed: {
      account: FOUND,
      roles: [{ id: "auditor", name: "Auditor", description: "Reads", serviceRoleURNs: [READ, AUDIT] }],
      users: [{ email: "ann@example.com", roleID: "auditor" }],
    },
  });
  const spoiled = () =>
    world.session({}, async (request) => {
      const response = await world.transport(request);
      if (request.method !== "GET" || !path.test(new URL(request.url).pathname) || response.status !== 200)
        return response;
      const { [property]: _, ...rest } = JSON.parse(response.body) as Record<string, unknown>;
      return { ...response, body: JSON.stringify(kind === "null" ? { ...rest, [property]: null } : rest) };
    });
  return { world, stack: new Stack(spoiled), account: world.emulator.store.account };
}

const settings = (inputs: Record<string, unknown>): Declaration[] => [
  { class: "AccountSettings", name: "account", inputs },
];
const CHANGES = { alias: "Acme Ltd", locale: "en", timezone: "UTC", mfaRequired: false };
const PROPERTIES = ["alias", "locale", "timezone", "region", "mfaRequired"] as const;

describe.each(KINDS.flatMap((kind) => PROPERTIES.map((property) => [kind, property] as const)))(
  "an account with %s %s",
  (kind, property) => {
    const others = Object.entries(CHANGES).filter(([name]) => name !== property);

    test.each(others)(
      "is not changed where %s alone is declared: the reason names what was not read",
      async (name, value) => {
        const { world, stack, account } = setUp(/\/accounts\//, property, kind);
        await expect(stack.up(settings({ [name]: value }))).rejects.toThrow(
          new RegExp(`does not show ${property} of account.*Nothing was written`),
        );
        expect(world.emulator.writes()).toEqual([]);
        expect(account).toMatchObject(FOUND);
      },
    );
  },
);

test.each(KINDS)("what is declared need not be read (%s); a restore leaves it, and says so", async (kind) => {
  const { world, stack, account } = setUp(/\/accounts\//, "alias", kind);
  const program = settings({ alias: "Acme Ltd", timezone: "UTC" });
  await stack.up(program);
  expect(account).toMatchObject({ ...FOUND, alias: "Acme Ltd", timezone: "UTC" });
  expect(world.log.text).toContain("does not show alias: a restore will leave that as it is");
  expect(stack.state[0]?.outputs.found).toEqual({ timezone: "Asia/Tokyo" });
});

test.each(KINDS)("a description that was not read is not written (%s)", async (kind) => {
  const { world, stack } = setUp(/\/roles\/auditor$/, "description", kind);
  world.emulator.switches.modifySemantics = "merge";
  await stack.up([
    {
      class: "Role",
      name: "auditor",
      inputs: { roleId: "auditor", name: "Auditors", serviceRoleURNs: [READ, AUDIT], adopt: "overwrite" },
    },
  ]);
  expect(world.emulator.store.roles.get("auditor")).toMatchObject({ name: "Auditors", description: "Reads" });
});

test.each(KINDS)(
  "a role is not narrowed where its URNs were not read, though its list shows them (%s)",
  async (kind) => {
    const { world, stack } = setUp(/\/roles\/auditor$/, "serviceRoleURNs", kind);
    const single: Declaration = {
      class: "Role",
      name: "auditor",
      inputs: { roleId: "auditor", name: "Auditor", serviceRoleURNs: [READ], adopt: "overwrite" },
    };
    const set: Declaration = {
      class: "RoleSet",
      name: "roles",
      inputs: { roles: { auditor: { name: "Auditor", serviceRoleURNs: [READ] } }, adopt: "overwrite" },
    };
    for (const declaration of [single, set]) {
      await expect(stack.up([declaration])).rejects.toThrow("what the role would lose is unknown. Nothing was written");
    }
    expect(world.emulator.writes()).toEqual([]);
  },
);

test.each(["shown", "null", "absent"] as const)(
  "a server that leaves out what is empty (%s) is lived with",
  async (emptyFields) => {
    const world = new World({ switches: { emptyFields }, seed: { account: { alias: "", mfaRequired: false } } });
    const stack = new Stack(() => world.session());
    world.emulator.edit.createRole({ id: "empty", name: "Empty", serviceRoleURNs: [] });
    const role = (serviceRoleURNs: string[]): Declaration => ({
      class: "Role",
      name: "empty",
      inputs: { roleId: "empty", name: "Empty", serviceRoleURNs },
    });
    for (const urns of [[], [READ], []]) {
      const program = [role(urns), ...settings({ alias: "Acme", timezone: "UTC", mfaRequired: false })];
      await stack.up(program);
      expect(world.emulator.store.roles.get("empty")?.serviceRoleURNs).toEqual(urns);
      expect((await stack.preview(program)).map(({ op }) => op)).toEqual(["same", "same"]);
      expect((await stack.refresh()).map(({ op }) => op)).toEqual(["same", "same"]);
    }
    const without = stack.up([role([]), ...settings({ timezone: "Asia/Tokyo" })]);
    if (emptyFields === "shown") await without;
    else await expect(without).rejects.toThrow("does not show mfaRequired of account");
  },
);
