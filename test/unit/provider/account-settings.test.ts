import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { type Args, role, settings, single } from "../../doubles/declarations.js";
import { ops, setScene } from "../../doubles/scene.js";
import { settled } from "../../doubles/settled.js";
import { ACCOUNT } from "../../doubles/world.js";

const CLOSING = { deletionPolicy: "closeAccount", closeAccountConfirmation: ACCOUNT };

function setUp(switches: Partial<Switches> = {}) {
  const scene = setScene({
    switches,
    seed: {
      account: { alias: "Acme", locale: "en", timezone: "UTC" },
      users: [{ id: "u-ann", email: "ann@example.com", roleID: "read-only" }],
    },
  });
  return { ...scene, account: scene.store.account };
}

test.each(["merge", "replace"] as const)(
  "settings that are declared are changed and given back, and no others (modify: %s)",
  async (modifySemantics) => {
    const { stack, account, log, edit, writes, clear } = setUp({ modifySemantics });
    expect(await settled(stack, [settings({ timezone: "Asia/Tokyo" })])).toEqual(["create"]);
    expect(account).toMatchObject({ alias: "Acme", locale: "en", timezone: "Asia/Tokyo", mfaRequired: false });
    expect(log.text).toContain('timezone: "UTC" → "Asia/Tokyo"');
    expect(await settled(stack, [settings({ timezone: "Europe/Berlin", locale: "ja" })])).toEqual(["update"]);
    edit.modifyAccount({ alias: "By hand" });
    clear();
    expect(await settled(stack, [settings({ locale: "ja" })])).toEqual(["update"]);
    expect(writes()).toEqual([]);
    expect(account.timezone).toBe("Europe/Berlin");
    await settled(stack, [settings({ locale: "ja", timezone: "Europe/Berlin" })]);
    await stack.destroy();
    expect(account).toMatchObject({ alias: "By hand", locale: "en", timezone: "UTC" });
  },
);

test.each([{}, { deletionPolicy: undefined }, { locale: "ja" }])(
  "a key that is no longer declared is left as it is by a deletion too (%j)",
  async (rest) => {
    const { stack, account } = setUp();
    await stack.up([settings({ timezone: "Asia/Tokyo", deletionPolicy: "retain" })]);
    await settled(stack, [settings(rest)]);
    await stack.destroy();
    expect(account).toMatchObject({ timezone: "Asia/Tokyo", locale: "en" });
  },
);

test("settings stay as they are under another Pulumi name, and with deletionPolicy retain", async () => {
  const { stack, account, writes, clear } = setUp();
  await stack.up([settings({ timezone: "Asia/Tokyo" })]);
  clear();
  const company = settings({ timezone: "Asia/Tokyo", deletionPolicy: "retain" }, "company");
  expect(await settled(stack, [company])).toEqual(["create", "delete"]);
  await stack.destroy();
  expect(writes()).toEqual([]);
  expect(account.timezone).toBe("Asia/Tokyo");
});

test("up says which settings it gives back, and which are as they were found", async () => {
  const { stack, said, edit } = setUp();
  await stack.up([settings({ alias: "Ours" })]);
  expect(await said(() => stack.up([]))).toEqual([
    'info: settings of account 012345678912: given back what was found at create:\n  alias: "Ours" → "Acme"',
  ]);
  await stack.up([settings({ alias: "Ours" })]);
  edit.modifyAccount({ alias: "Acme" });
  expect(await said(() => stack.up([]))).toEqual([
    "info: settings of account 012345678912: already as they were found",
  ]);
});

test("a restore never turns mfaRequired off, and says so", async () => {
  const { stack, log, account } = setUp();
  await settled(stack, [settings({ mfaRequired: true })]);
  await stack.destroy();
  expect(account.mfaRequired).toBe(true);
  expect(log.text).toContain("keeps mfaRequired: true");
});

test("a restore that is sent again does not turn mfaRequired off either", async () => {
  const { stack, world, account, edit, faults } = setUp();
  await stack.up([settings({ timezone: "Asia/Tokyo", mfaRequired: false })]);
  const match = { method: "POST", path: "/accounts/{id}" };
  faults.add({ match, kind: "429-seconds", retryAfterSeconds: 100, times: 1 });
  const destroyed = stack.destroy();
  await world.clock.sleep(50_000);
  edit.modifyAccount({ mfaRequired: true });
  await destroyed;
  expect(account).toMatchObject({ timezone: "UTC", mfaRequired: true });
});

test("a baseline that may be lost is pointed out", async () => {
  const { stack, log } = setUp();
  await stack.up([settings({ timezone: "Asia/Tokyo" }, "first")]);
  expect(log.text).not.toContain("baseline");
  await stack.up([settings({ timezone: "Asia/Tokyo" }, "second")]);
  expect(log.text).toMatch(/warning: .*was found as declared.*baseline is lost/);
});

test.each([[{ mfaRequired: true }], [{ timezone: "UTC" }], []])(
  "preview warns of an account that would no longer require MFA, after %j was declared",
  async (...before: Args[]) => {
    const { stack, log, edit } = setUp();
    edit.modifyAccount({ mfaRequired: true });
    await stack.up(before.map((inputs) => settings(inputs)));
    expect(log.text).not.toContain("MFA");
    await stack.preview([settings({ timezone: "UTC", mfaRequired: false })]);
    expect(log.text).toMatch(/warning: account \d+ would (no longer|not) require MFA/);
  },
);

test("a change by hand shows at refresh and is set back", async () => {
  const { stack, account, edit } = setUp();
  const program = [settings({ alias: "Acme Ltd", mfaRequired: true })];
  await stack.up(program);
  edit.modifyAccount({ mfaRequired: false });
  expect(ops(await stack.refresh())).toEqual(["update"]);
  expect(await settled(stack, program)).toEqual(["update"]);
  expect(account).toMatchObject({ alias: "Acme Ltd", mfaRequired: true });
});

describe("a closed account", () => {
  const OTHERS = [role("auditor"), single({ userId: "u-ann", roleId: "auditor" }, "ann")];

  test.each(["readable", "locked"] as const)("takes its other objects along without a request (%s)", async (state) => {
    const { stack, account, log, writes, clear } = setUp({ suspendedAccount: state });
    // Destroy runs backwards: the account is closed first.
    await stack.up([...OTHERS, settings(CLOSING)]);
    clear();
    await stack.destroy();
    expect(account.state).toBe("suspended");
    expect(writes()).toEqual([`DELETE /accounts/${ACCOUNT}`]);
    expect(log.text).toContain(`Account ${ACCOUNT} is closed: it is suspended now`);
    expect(log.text).toContain(`role auditor goes with its account ${ACCOUNT}`);
    expect(stack.state).toEqual([]);
  });

  test("refuses creates and updates; reads change nothing, and deletes are done", async () => {
    const { stack, edit, writes, clear } = setUp();
    await stack.up(OTHERS);
    edit.suspendAccount();
    edit.deleteRole("auditor");
    const before = structuredClone(stack.state);
    clear();
    const [auditor, ann] = OTHERS;
    for (const program of [
      [{ ...auditor, inputs: { ...auditor?.inputs, name: "New" } }, ann],
      [...OTHERS, settings({ alias: "X" })],
    ]) {
      await expect(stack.up(program as typeof OTHERS)).rejects.toThrow(
        `Account ${ACCOUNT} is suspended and will be deleted`,
      );
    }
    expect(ops(await stack.refresh())).toEqual(["same", "same"]);
    expect(stack.state).toEqual(before);
    await stack.destroy();
    expect(stack.state).toEqual([]);
    expect(writes()).toEqual([]);
  });

  test("needs its id as the confirmation, even if the declaration does not name the account", async () => {
    const { stack, writes } = setUp();
    for (const closeAccountConfirmation of [undefined, "yes", "999999999999"]) {
      await expect(stack.preview([settings({ ...CLOSING, closeAccountConfirmation })])).rejects.toThrow(
        "set closeAccountConfirmation to the 12-digit account id",
      );
    }
    expect(writes()).toEqual([]);
  });

  test("is read after a lost response to its closing", async () => {
    const { stack, account, faults, writes } = setUp();
    await stack.up([settings(CLOSING)]);
    faults.add({ match: { method: "DELETE" }, kind: "reset-after" });
    await stack.destroy();
    expect(account.state).toBe("suspended");
    expect(writes()).toEqual([`DELETE /accounts/${ACCOUNT}`]);
  });
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
  const { stack, writes } = setUp();
  await expect(stack.preview([settings(inputs)])).rejects.toThrow(reason);
  expect(writes()).toEqual([]);
});

test("two declarations of one account are refused", async () => {
  const { stack } = setUp();
  await expect(stack.preview([settings({}, "one"), settings({ accountId: ACCOUNT }, "two")])).rejects.toThrow(
    "declared twice: by 'one' and by 'two'",
  );
});
