import { describe, expect, test } from "@jest/globals";
import { role, settings } from "../../doubles/declarations.js";
import { ROLE_FORMS } from "../../doubles/forms.js";
import { ops, setScene } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";

const FOUND = { alias: "Acme", locale: "ja", timezone: "Asia/Tokyo", mfaRequired: true } as const;
const KINDS = ["missing", "null"] as const;

function setUp(path: RegExp, property: string, kind: (typeof KINDS)[number]) {
  const scene = setScene({
    switches: { modifySemantics: "replace" },
    seed: {
      account: FOUND,
      roles: [{ id: "auditor", name: "Auditor", description: "Reads", serviceRoleURNs: [READ, AUDIT] }],
      users: [{ email: "ann@example.com", roleID: "auditor" }],
    },
  });
  const { world } = scene;
  const spoiled = () =>
    world.session({}, async (request) => {
      const response = await world.transport(request);
      if (request.method !== "GET" || !path.test(new URL(request.url).pathname) || response.status !== 200)
        return response;
      const { [property]: _, ...rest } = JSON.parse(response.body) as Record<string, unknown>;
      return { ...response, body: JSON.stringify(kind === "null" ? { ...rest, [property]: null } : rest) };
    });
  return { ...scene, stack: new Stack(spoiled), account: scene.store.account };
}

const CHANGES = { alias: "Acme Ltd", locale: "en", timezone: "UTC", mfaRequired: false };
const PROPERTIES = ["alias", "locale", "timezone", "region", "mfaRequired"] as const;

describe.each(KINDS.flatMap((kind) => PROPERTIES.map((property) => [kind, property] as const)))(
  "an account with %s %s",
  (kind, property) => {
    const others = Object.entries(CHANGES).filter(([name]) => name !== property);

    test.each(others)(
      "is not changed if %s alone is declared: the reason names what was not read",
      async (name, value) => {
        const { stack, account, writes } = setUp(/\/accounts\//, property, kind);
        await expect(stack.up([settings({ [name]: value })])).rejects.toThrow(
          new RegExp(`does not show ${property} of account.*Nothing was written`),
        );
        expect(writes()).toEqual([]);
        expect(account).toMatchObject(FOUND);
      },
    );
  },
);

test.each(KINDS)("what is declared need not be read (%s); a restore leaves it, and says so", async (kind) => {
  const { log, stack, account } = setUp(/\/accounts\//, "alias", kind);
  await stack.up([settings({ alias: "Acme Ltd", timezone: "UTC" })]);
  expect(account).toMatchObject({ ...FOUND, alias: "Acme Ltd", timezone: "UTC" });
  expect(log.text).toContain("does not show alias: a restore leaves that alone");
  expect(stack.state[0]?.outputs.found).toEqual({ timezone: "Asia/Tokyo" });
});

const FORMS = ROLE_FORMS.flatMap((one) => KINDS.map((kind) => ({ ...one, kind })));

test.each(FORMS)(
  "a description that was not read is not written ($kind, declared $form)",
  async ({ kind, declare }) => {
    const { world, store, stack } = setUp(/\/roles\/auditor$/, "description", kind);
    world.emulator.switches.modifySemantics = "merge";
    await stack.up([declare("auditor", [READ, AUDIT], { name: "Auditors", adopt: "overwrite" })]);
    expect(store.roles.get("auditor")).toMatchObject({ name: "Auditors", description: "Reads" });
  },
);

test.each(FORMS)(
  "a role is not narrowed if its URNs were not read, though its list shows them ($kind, declared $form)",
  async ({ kind, declare }) => {
    const { stack, writes } = setUp(/\/roles\/auditor$/, "serviceRoleURNs", kind);
    await expect(stack.up([declare("auditor", [READ], { name: "Auditor", adopt: "overwrite" })])).rejects.toThrow(
      "what the role would lose is unknown. Nothing was written",
    );
    expect(writes()).toEqual([]);
  },
);

test.each(["shown", "null", "absent"] as const)(
  "a server that leaves out what is empty (%s) changes nothing else",
  async (emptyFields) => {
    const { stack, edit, urns, previewed } = setScene({
      switches: { emptyFields },
      seed: { account: { alias: "", mfaRequired: false } },
    });
    edit.createRole({ id: "empty", name: "A role", serviceRoleURNs: [] });
    for (const next of [[], [READ], []]) {
      const program = [role("empty", next), settings({ alias: "Acme", timezone: "UTC", mfaRequired: false })];
      await stack.up(program);
      expect(urns("empty")).toEqual(next);
      expect(await previewed(program)).toEqual(["same", "same"]);
      expect(ops(await stack.refresh())).toEqual(["same", "same"]);
    }
    const without = stack.up([role("empty"), settings({ timezone: "Asia/Tokyo" })]);
    if (emptyFields === "shown") await without;
    else await expect(without).rejects.toThrow("does not show mfaRequired of account");
  },
);
