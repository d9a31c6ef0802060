import { beforeAll, expect, test } from "@jest/globals";
import type { Switches } from "../../emulator/index.js";
import { type Cloud, createStack, describeEngine, ref, type Stack, startCloud } from "./harness.js";
import { ACCOUNT, renamed, role, settings, stored, user } from "./scene.js";

const FOUND = { alias: "Acme", locale: "en", timezone: "UTC", mfaRequired: false };

const startAcme = (switches: Partial<Switches> = {}) => startCloud({ switches, seed: { account: { ...FOUND } } });

describeEngine.each<[string, Partial<Switches>]>([
  ["by default", {}],
  [
    "with many switches turned",
    { modifySemantics: "replace", unknownFields: true, regionChange: "ignored", ownKeyUrnMissing: true },
  ],
])("account settings, %s", (_, switches) => {
  let cloud: Cloud;
  let stack: Stack;
  const account = () => cloud.emulator.store.account;

  beforeAll(async () => {
    cloud = await startAcme(switches);
    stack = await createStack({ cloud });
  });

  test("take the account over and write only what is declared and differs", async () => {
    await stack.program([settings({ timezone: "Asia/Tokyo", alias: "Acme" })]);
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ account: "create" });
    expect(preview.output).toContain(`settings of account ${ACCOUNT}, now → declared:`);
    expect(preview.output).toContain('timezone: "UTC" → "Asia/Tokyo"');
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(account()).toMatchObject({ ...FOUND, timezone: "Asia/Tokyo" });
    expect(cloud.emulator.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /accounts/${ACCOUNT}`,
    ]);
    expect(await stack.resource("account")).toMatchObject({
      id: ACCOUNT,
      outputs: { accountId: ACCOUNT, region: "us-1", accountState: "active", found: { timezone: "UTC" } },
    });
    await stack.expectNoChanges({ refresh: true });
  });

  test("are changed; a key that is dropped stays as it is and is compared no more", async () => {
    await stack.program([settings({ timezone: "Europe/Berlin", locale: "ja", mfaRequired: true })]);
    expect((await stack.preview()).ops).toEqual({ account: "update" });
    await stack.up({ skipPreview: true });
    const declared = { timezone: "Europe/Berlin", locale: "ja", mfaRequired: true };
    expect(account()).toMatchObject({ alias: "Acme", ...declared });
    cloud.emulator.edit.modifyAccount({ alias: "By hand" });
    await stack.expectNoChanges({ refresh: true });
  });

  test("that were changed by hand show at refresh and are set back", async () => {
    cloud.emulator.edit.modifyAccount({ mfaRequired: false, timezone: "Asia/Tokyo" });
    const drift = await stack.preview({ refresh: true, expectNoChanges: true, diff: true, fails: true });
    expect(drift.code).toBe(7);
    expect(drift.output).toMatch(/mfaRequired\s*: true => false/);
    expect((await stack.up({ refresh: true, skipPreview: true })).op("account")).toBeDefined();
    expect(account()).toMatchObject({ alias: "By hand", timezone: "Europe/Berlin", mfaRequired: true });
    await stack.expectNoChanges({ refresh: true });
  });

  test("keep their baseline under another Pulumi name with an alias, and are restored by destroy, except for MFA", async () => {
    cloud.emulator.clearRequests();
    const declared = settings({ timezone: "Europe/Berlin", locale: "ja", mfaRequired: true });
    await stack.program([{ ...renamed(declared, "company"), options: { aliases: [{ name: "account" }] } }]);
    expect((await stack.up({ skipPreview: true })).ops).toEqual({ company: "same" });
    const destroy = await stack.destroy();
    expect(destroy.output).toContain(`account ${ACCOUNT} keeps mfaRequired: true`);
    expect(account()).toMatchObject({ alias: "By hand", timezone: "UTC", locale: "en", mfaRequired: true });
    expect(cloud.emulator.writes()).toHaveLength(1);
  });
});

describeEngine("account settings", () => {
  test("under a new Pulumi name without an alias stay as they are; retain and a lost answer lose nothing", async () => {
    const cloud = await startAcme();
    const { store, faults } = cloud.emulator;
    const stack = await createStack({ cloud, config: { "cloudone:timeoutSeconds": "2" } });
    faults.add({ match: { method: "POST" }, kind: "timeout-after" });
    await stack.program([settings({ timezone: "Asia/Tokyo" })]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes()).toHaveLength(1);
    cloud.emulator.clearRequests();
    const company = renamed(settings({ timezone: "Asia/Tokyo", deletionPolicy: "retain" }), "company");
    await stack.program([company]);
    expect((await stack.up({ skipPreview: true })).ops).toEqual({ company: "create", account: "delete" });
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.expectNoChanges({ refresh: true });

    const before = await stored(stack);
    faults.add({ match: { path: `/accounts/${ACCOUNT}` }, kind: "404-html", times: Number.POSITIVE_INFINITY });
    expect((await stack.refresh({ fails: true })).output).toContain(`GET /accounts/${ACCOUNT}: 404`);
    expect(await stored(stack)).toEqual(before);
    faults.clear();
    await stack.destroy();
    expect(cloud.emulator.writes()).toEqual([]);
    expect(store.account.timezone).toBe("Asia/Tokyo");
  });

  test("of another account, or to be closed without the account id, are refused at preview", async () => {
    const cloud = await startAcme();
    const stack = await createStack({ cloud });
    await stack.program([settings({ accountId: "999999999999" })]);
    expect((await stack.preview({ fails: true })).errors("account").join()).toContain(
      `the API key belongs to account ${ACCOUNT}, not to 999999999999`,
    );
    await stack.program([settings({ deletionPolicy: "closeAccount", closeAccountConfirmation: "yes" })]);
    expect((await stack.preview({ fails: true })).errors("account").join()).toContain(
      "set closeAccountConfirmation to the 12-digit account id",
    );
    await stack.program([settings({ alias: "A" }), renamed(settings({ accountId: ACCOUNT }), "again")]);
    expect((await stack.preview({ fails: true })).errors().join()).toMatch(/declared twice: by '\w+' and by '\w+'/);
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("close the account when they are told to; what else is in it goes with it, without a request", async () => {
    const cloud = await startCloud({
      seed: {
        account: { ...FOUND },
        users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }],
      },
    });
    const { store } = cloud.emulator;
    const stack = await createStack({ cloud });
    const closing = settings({ deletionPolicy: "closeAccount", closeAccountConfirmation: ACCOUNT });
    await stack.program([closing, role("auditor"), user("ann", ref("auditor", "roleId"))]);
    await stack.up({ skipPreview: true });
    cloud.emulator.clearRequests();

    await stack.program([role("auditor"), user("ann", ref("auditor", "roleId"))]);
    const close = await stack.up({ skipPreview: true });
    expect(close.ops).toMatchObject({ account: "delete" });
    expect(close.output).toContain(`Account ${ACCOUNT} is closed: it is suspended now`);
    expect(store.account.state).toBe("suspended");
    expect(cloud.emulator.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([
      `DELETE /accounts/${ACCOUNT}`,
    ]);

    const before = await stored(stack);
    cloud.emulator.edit.deleteRole("auditor");
    expect((await stack.refresh()).ops).toEqual({ auditor: "same", ann: "same" });
    expect(await stored(stack)).toEqual(before);
    await stack.program([role("auditor", { name: "New" }), user("ann", ref("auditor", "roleId")), role("another")]);
    const refused = await stack.up({ skipPreview: true, fails: true });
    expect(refused.errors().join()).toContain(`Account ${ACCOUNT} is suspended and will be deleted`);
    cloud.emulator.clearRequests();
    const destroy = await stack.destroy();
    expect(destroy.output).toContain(`role auditor goes with its account ${ACCOUNT}`);
    expect(cloud.emulator.requests.every(({ method }) => method === "GET")).toBe(true);
    expect(await stack.resourceNames()).toEqual([]);
  });
});
