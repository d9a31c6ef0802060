import { beforeAll, expect, test } from "@jest/globals";
import type { Emulator } from "../../../emulator/index.js";
import { ACCOUNT, renamed, settings } from "../scene.js";
import type { LifeOptions, LivingStack } from "./engine.js";

/** What an account has before the settings are declared. */
export const FOUND = { alias: "Acme", locale: "en", timezone: "UTC", mfaRequired: false };

/** Settings from the take-over of an account to their restore; after every step the plan is empty. */
export function accountSettingsLife<C extends { emulator: Emulator }>(on: LifeOptions<C>): void {
  let cloud: C;
  let stack: LivingStack;
  const account = () => cloud.emulator.store.account;

  beforeAll(async () => {
    cloud = await on.startCloud({ switches: on.switches, seed: { account: { ...FOUND } } });
    stack = await on.createStack({ cloud });
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

  test("change; a key that is dropped stays as it is and is no longer compared", async () => {
    await stack.program([settings({ timezone: "Europe/Berlin", locale: "ja", mfaRequired: true })]);
    expect((await stack.preview()).ops).toEqual({ account: "update" });
    await stack.up({ skipPreview: true });
    const declared = { timezone: "Europe/Berlin", locale: "ja", mfaRequired: true };
    expect(account()).toMatchObject({ alias: "Acme", ...declared });
    cloud.emulator.edit.modifyAccount({ alias: "By hand" });
    await stack.expectNoChanges({ refresh: true });
  });

  test("that were changed by hand show at refresh and are restored", async () => {
    cloud.emulator.edit.modifyAccount({ mfaRequired: false, timezone: "Asia/Tokyo" });
    const drift = await stack.preview({ refresh: true, expectNoChanges: true, diff: true, fails: true });
    expect(drift.code).toBe(7);
    if (on.showsProperties) expect(drift.output).toMatch(/mfaRequired\s*: true => false/);
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
}
