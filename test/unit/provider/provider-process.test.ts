import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { dynamic } from "@pulumi/pulumi";
import { demoApiKeyId, demoApiKeySecret, type RunningEmulator, startEmulator } from "../../../emulator/index.js";
import { accountSettingsProvider, roleProvider, roleSetProvider } from "../../../provider/index.js";

let running: RunningEmulator;

beforeAll(async () => {
  running = await startEmulator();
});
afterAll(() => running.close());

function configure(provider: dynamic.ResourceProvider, values: Record<string, string> = {}): void {
  const all: Record<string, string> = {
    "cloudone:baseUrl": running.url,
    "cloudone:apiKey": `${demoApiKeyId}:${demoApiKeySecret}`,
    ...values,
  };
  const config = { get: (key: string) => all[key], require: (key: string) => all[key] ?? "", rawConfig: all };
  void provider.configure?.({ config });
}

const requested = (path: string) => running.emulator.requests.filter((request) => request.path === path);

test("all kinds in one process share one session: the key's account is proven once", async () => {
  const [role, account, set] = [roleProvider(), accountSettingsProvider(), roleSetProvider()];
  for (const provider of [role, account, set]) configure(provider);
  const inputs = { roleId: "auditor", name: "Auditor", serviceRoleURNs: [] };
  const { id, outs } = await role.create(inputs);
  expect(id).toBe("auditor");
  await account.create({ timezone: "Asia/Tokyo" });
  await role.update?.(id, outs, { ...inputs, name: "New" });
  expect(running.emulator.store.roles.get("auditor")?.name).toBe("New");
  await role.delete?.(id, outs);
  expect(running.emulator.store.roles.has("auditor")).toBe(false);
  expect(requested(`/apikeys/${demoApiKeyId}`)).toHaveLength(1);
});

test("another configuration has a session of its own", async () => {
  const provider = roleProvider();
  configure(provider, { "cloudone:readOnly": "true" });
  await expect(provider.create({ roleId: "auditor", name: "Auditor", serviceRoleURNs: [] })).rejects.toThrow(
    "cloudone:readOnly",
  );
  expect(requested(`/apikeys/${demoApiKeyId}`)).toHaveLength(2);
});

test("a call before the configuration fails and says so, and a bad configuration is a failure of the check", async () => {
  await expect(roleProvider().create({ roleId: "auditor", name: "A", serviceRoleURNs: [] })).rejects.toThrow(
    "The engine sent a request before the configuration.",
  );
  const provider = roleProvider();
  configure(provider, { "cloudone:apiKey": "no-colon" });
  const checked = await provider.check?.({}, { roleId: "auditor", name: "A", serviceRoleURNs: [] });
  expect(checked?.failures).toEqual([{ property: "", reason: expect.stringContaining("must be <keyId>:<secret>") }]);
});

test("a setting that does not exist stops every call of a run", async () => {
  const provider = roleProvider();
  configure(provider, { "cloudone:readonly": "true" });
  const inputs = { roleId: "auditor", name: "A", serviceRoleURNs: [] };
  const said = "cloudone:readonly: there is no such setting: did you mean cloudone:readOnly?";
  const sent = running.emulator.requests.length;
  expect(await provider.check?.({}, inputs)).toMatchObject({ failures: [{ reason: expect.stringContaining(said) }] });
  await expect(provider.create(inputs)).rejects.toThrow(said);
  await expect(provider.read?.("auditor", inputs)).rejects.toThrow(said);
  await expect(provider.delete?.("auditor", inputs)).rejects.toThrow(said);
  expect(running.emulator.requests).toHaveLength(sent);
});
