import { expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { settled } from "../../doubles/settled.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { ACCOUNT, World } from "../../doubles/world.js";

const settings = (inputs: Record<string, unknown>, name = "account"): Declaration => ({
  class: "AccountSettings",
  name,
  inputs,
});
const role: Declaration = {
  class: "Role",
  name: "auditor",
  inputs: { roleId: "auditor", name: "Auditor", serviceRoleURNs: [] },
};

function setUp(switches: Partial<Switches> = {}) {
  const world = new World({ switches, seed: { account: { alias: "Acme", locale: "en", timezone: "UTC" } } });
  const stack = new Stack(() => world.session());
  return { world, stack, account: world.emulator.store.account };
}

test.each(["merge", "replace"] as const)(
  "changes only what is declared (modify: %s), and restores it",
  async (modifySemantics) => {
    const { stack, world, account } = setUp({ modifySemantics });
    expect(await settled(stack, [settings({ timezone: "Asia/Tokyo" })])).toEqual(["create"]);
    expect(account).toMatchObject({ alias: "Acme", locale: "en", timezone: "Asia/Tokyo", mfaRequired: false });
    expect(world.log.text).toContain('timezone: "UTC" → "Asia/Tokyo"');
    expect(await settled(stack, [settings({ timezone: "Europe/Berlin", locale: "ja" })])).toEqual(["update"]);
    world.emulator.edit.modifyAccount({ alias: "By hand" });
    world.emulator.clearRequests();
    expect(await settled(stack, [settings({ locale: "ja" })])).toEqual(["update"]);
    expect(world.emulator.writes()).toEqual([]);
    expect(account.timezone).toBe("Europe/Berlin");
    await settled(stack, [settings({ locale: "ja", timezone: "Europe/Berlin" })]);
    await stack.destroy();
    expect(account).toMatchObject({ alias: "By hand", locale: "en", timezone: "UTC" });
  },
);

test.each([{}, { deletionPolicy: undefined }, { locale: "ja" }])(
  "a key that was dropped from the declaration is left as it is by a deletion too (%j)",
  async (rest) => {
    const { stack, account } = setUp();
    await stack.up([settings({ timezone: "Asia/Tokyo", deletionPolicy: "retain" })]);
    await settled(stack, [settings(rest)]);
    await stack.destroy();
    expect(account).toMatchObject({ timezone: "Asia/Tokyo", locale: "en" });
  },
);

test("a restore never turns mfaRequired off, and says so", async () => {
  const { stack, world, account } = setUp();
  await settled(stack, [settings({ mfaRequired: true })]);
  await stack.destroy();
  expect(account.mfaRequired).toBe(true);
  expect(world.log.text).toContain("keeps mfaRequired: true");
});

test("a restore that is sent again turns mfaRequired off no more than one that is sent once", async () => {
  const { stack, world, account } = setUp();
  await stack.up([settings({ timezone: "Asia/Tokyo", mfaRequired: false })]);
  const held = { kind: "429-seconds", retryAfterSeconds: 100, times: 1 } as const;
  world.emulator.faults.add({ match: { method: "POST", path: "/accounts/{id}" }, ...held });
  const destroyed = stack.destroy();
  await world.clock.sleep(50_000);
  world.emulator.edit.modifyAccount({ mfaRequired: true });
  await destroyed;
  expect(account).toMatchObject({ timezone: "UTC", mfaRequired: true });
});

test("a baseline that may be lost is pointed out", async () => {
  const { stack, world } = setUp();
  await stack.up([settings({ timezone: "Asia/Tokyo" }, "first")]);
  expect(world.log.text).not.toContain("baseline");
  await stack.up([settings({ timezone: "Asia/Tokyo" }, "second")]);
  expect(world.log.text).toMatch(/warning: .*was found as declared.*baseline is lost/);
});

test.each([[{ mfaRequired: true }], [{ timezone: "UTC" }], []])(
  "that MFA is required no longer is warned of at preview, where %j was declared before",
  async (...before: Record<string, unknown>[]) => {
    const { stack, world } = setUp();
    world.emulator.edit.modifyAccount({ mfaRequired: true });
    await stack.up(before.map((inputs) => settings(inputs)));
    expect(world.log.text).not.toContain("MFA");
    await stack.preview([settings({ timezone: "UTC", mfaRequired: false })]);
    expect(world.log.text).toMatch(/warning: account \d+ would (no longer|not) require MFA/);
  },
);

test("a change by hand shows at refresh and is set back", async () => {
  const { stack, world, account } = setUp();
  await stack.up([settings({ alias: "Acme Ltd", mfaRequired: true })]);
  world.emulator.edit.modifyAccount({ mfaRequired: false });
  expect(await stack.refresh()).toEqual([{ op: "update", name: "account" }]);
  expect(await settled(stack, [settings({ alias: "Acme Ltd", mfaRequired: true })])).toEqual(["update"]);
  expect(account).toMatchObject({ alias: "Acme Ltd", mfaRequired: true });
});

test.each(["readable", "locked"] as const)(
  "closing the account: the other objects go with it without a request (%s)",
  async (suspendedAccount) => {
    const { stack, world, account } = setUp({ suspendedAccount });
    // Destroy runs backwards: the account is closed first.
    await stack.up([role, settings({ deletionPolicy: "closeAccount", closeAccountConfirmation: ACCOUNT })]);
    world.emulator.clearRequests();
    await stack.destroy();
    expect(account.state).toBe("suspended");
    expect(world.emulator.writes()).toMatchObject([{ method: "DELETE", path: `/accounts/${ACCOUNT}` }]);
    expect(world.log.text).toContain("role auditor goes with its account 012345678912");
    expect(stack.state).toEqual([]);
  },
);

test("in a suspended account creates and updates fail, reads change nothing, deletes are done", async () => {
  const { stack, world } = setUp();
  await stack.up([role]);
  world.emulator.edit.suspendAccount();
  world.emulator.edit.deleteRole("auditor");
  const before = structuredClone(stack.state);
  const changed = { ...role, inputs: { ...role.inputs, name: "New" } };
  await expect(stack.up([changed])).rejects.toThrow("Account 012345678912 is suspended");
  await expect(stack.up([role, settings({ alias: "X" })])).rejects.toThrow("is suspended");
  expect(await stack.refresh()).toEqual([{ op: "same", name: "auditor" }]);
  expect(stack.state).toEqual(before);
  await stack.destroy();
  expect(stack.state).toEqual([]);
});

test("closeAccount needs the account id as its confirmation, also when the account is not named", async () => {
  const { stack, world } = setUp();
  for (const closeAccountConfirmation of [undefined, "yes", "999999999999"]) {
    const program = [settings({ deletionPolicy: "closeAccount", closeAccountConfirmation })];
    await expect(stack.preview(program)).rejects.toThrow("closeAccountConfirmation");
  }
  expect(world.emulator.writes()).toEqual([]);
});

test("a lost answer to the closing is settled by reading the account", async () => {
  const { stack, world, account } = setUp();
  await stack.up([settings({ deletionPolicy: "closeAccount", closeAccountConfirmation: ACCOUNT })]);
  world.emulator.faults.add({ match: { method: "DELETE" }, kind: "reset-after" });
  await stack.destroy();
  expect(account.state).toBe("suspended");
  expect(world.emulator.writes().filter(({ method }) => method === "DELETE")).toHaveLength(1);
});

test.each([
  [{ accountId: "999999999999" }, "the API key belongs to account 012345678912, not to 999999999999"],
  [
    { accountId: "12345678912" },
    'Without quotes, YAML reads it as a number and drops a leading 0. Write "012345678912"',
  ],
  [{ accountId: 12345678912 }, "an account id must be a string of 12 digits"],
  [{ locale: "fr" }, 'locale: "fr": locale must be "en" or "ja"'],
  [{ timezone: "Mars/Olympus" }, 'timezone: "Mars/Olympus": a timezone must be an IANA name'],
  [{ mfaRequired: "yes" }, "mfaRequired must be true or false"],
])("%j is refused at preview", async (inputs, reason) => {
  const { stack, world } = setUp();
  await expect(stack.preview([settings(inputs)])).rejects.toThrow(reason);
  expect(world.emulator.writes()).toEqual([]);
});

test("two declarations of one account are refused", async () => {
  const { stack } = setUp();
  await expect(stack.preview([settings({}, "one"), settings({ accountId: ACCOUNT }, "two")])).rejects.toThrow(
    "declared twice: by 'one' and by 'two'",
  );
});
