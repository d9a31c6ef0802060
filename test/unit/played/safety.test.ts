import { describe, expect, test } from "@jest/globals";
import { createStack, startCloud } from "../../doubles/played.js";
import { ref } from "../../engine/harness/program.js";
import { ACCOUNT, role, settings, stored, user } from "../../engine/scene.js";

const OTHER = "999999999999";
const OTHER_KEY = "other-key:other-secret-that-nobody-sees";

const startTwoAccounts = () =>
  startCloud({
    seed: {
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        { id: "ann", email: "ann@example.com", roleID: "read-only" },
        { id: "bob", email: "bob@example.com", roleID: "read-only" },
      ],
      accounts: [{ account: { id: OTHER }, apiKeys: [{ id: "other-key", secret: "other-secret-that-nobody-sees" }] }],
    },
  });

describe("a key of another account", () => {
  test("reads, writes and deletes nothing, and both accounts are named", async () => {
    const cloud = await startTwoAccounts();
    const stack = await createStack({ cloud, mustNotLeak: [OTHER_KEY] });
    const declarations = [role("auditor"), user("ann", ref("auditor", "roleId")), settings({ timezone: "Asia/Tokyo" })];
    await stack.program(declarations);
    await stack.up({ skipPreview: true });
    const [store, state] = [cloud.emulator.snapshot(), await stored(stack)];
    cloud.emulator.clearRequests();

    const env = { CLOUDONE_API_KEY: OTHER_KEY };
    const told = `API key other-key belongs to account ${OTHER}, but role auditor belongs to account ${ACCOUNT}`;
    expect((await stack.refresh({ env, fails: true })).errors("auditor").join()).toContain(told);
    await stack.program([role("auditor", { name: "New" }), ...declarations.slice(1)]);
    expect((await stack.up({ env, fails: true, skipPreview: true })).errors("auditor").join()).toContain(told);
    const destroy = await stack.destroy({ env, fails: true });
    expect(destroy.output).toContain(`belongs to account ${OTHER}, but assignment of user ann@example.com`);
    expect(cloud.emulator.writes()).toEqual([]);
    expect(cloud.emulator.snapshot()).toEqual(store);
    expect(Object.keys(await stored(stack))).toEqual(Object.keys(state));

    // The configured account is proven before anything else, reading runs included, and the two places must agree.
    await stack.program(declarations);
    await stack.setConfig("cloudone:accountId", OTHER);
    const told2 = `belongs to account ${ACCOUNT}, but cloudone:accountId is ${OTHER}`;
    expect((await stack.preview({ fails: true })).output).toContain(told2);
    const both = await stack.preview({ fails: true, env: { CLOUDONE_ACCOUNT_ID: ACCOUNT } });
    expect(both.output).toContain("they must agree. Correct or remove one of them");
    await stack.setConfig("cloudone:accountId", ACCOUNT);
    await stack.expectNoChanges({ refresh: true });
    expect((await stack.refresh({ env: { ...env, CLOUDONE_ACCOUNT_ID: "" }, fails: true })).output).toContain(OTHER);
    expect(cloud.emulator.snapshot()).toEqual(store);
  });
});

describe("two stacks on one account", () => {
  test("leave each other's objects alone; what one deletes of a shared one the other finds gone", async () => {
    const cloud = await startTwoAccounts();
    const { store } = cloud.emulator;
    const [one, two] = await Promise.all([createStack({ cloud }), createStack({ cloud })]);
    await one.program([role("shared"), role("of-one"), user("ann", ref("of-one", "roleId"))]);
    await two.program([role("shared"), role("of-two"), user("bob", ref("of-two", "roleId"))]);
    await one.up({ skipPreview: true });
    await two.up({ skipPreview: true });
    await Promise.all([one, two].map((stack) => stack.expectNoChanges({ refresh: true })));

    await one.destroy();
    expect([...store.roles.keys()].filter((id) => /^(of|shared)/.test(id))).toEqual(["of-two"]);
    expect(store.users.get("ann")).toMatchObject({ roleID: "read-only", state: "disabled" });
    expect(store.users.get("bob")).toMatchObject({ roleID: "of-two", state: "enabled" });
    expect((await two.refresh()).ops).toEqual({ shared: "delete", "of-two": "same", bob: "same" });
    await two.up({ skipPreview: true });
    expect(store.roles.has("shared")).toBe(true);
    await two.expectNoChanges({ refresh: true });
  });
});
