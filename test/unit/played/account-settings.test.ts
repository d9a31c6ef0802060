import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { createStack, startCloud } from "../../doubles/played.js";
import { ref } from "../../engine/harness/program.js";
import { accountSettingsLife, FOUND } from "../../engine/lives/account-settings.js";
import { ACCOUNT, renamed, role, settings, stored, user } from "../../engine/scene.js";

const startAcme = () => startCloud({ seed: { account: { ...FOUND } } });

const MIXED = {
  modifySemantics: "replace",
  unknownFields: true,
  regionChange: "ignored",
  ownKeyUrnMissing: true,
} as const satisfies Partial<Switches>;

describe("account settings, with many switches turned", () => {
  accountSettingsLife({ startCloud, createStack, switches: MIXED, showsProperties: false });
});

describe("account settings", () => {
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
