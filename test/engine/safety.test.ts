// Only the real engine shows where secrets are in what it prints and stores, and how configuration and environment reach the provider.
// Keys of other accounts and two stacks on one account are in test/unit/played/safety.test.ts.
import { expect, test } from "@jest/globals";
import { createStack, describeEngine, secret, startCloud } from "./harness.js";
import { FULL, READ, role, user } from "./scene.js";

const startWithPeople = () =>
  startCloud({
    seed: {
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        { id: "ann", email: "ann@example.com", roleID: "read-only" },
      ],
    },
  });

describeEngine("readOnly", () => {
  test("refuses every write by its name, in the configuration as in the environment, and adopts what already exists as declared", async () => {
    const cloud = await startWithPeople();
    const { edit } = cloud.emulator;
    edit.createRole({ id: "present", name: "Role present", description: "", serviceRoleURNs: [READ] });
    const stack = await createStack({ cloud, config: { "cloudone:readOnly": "true" } });
    const present = role("present", { serviceRoleURNs: [READ] });
    const bystander = user("ann", "read-only");
    await stack.program([present, bystander]);
    await stack.up();
    await stack.expectNoChanges({ refresh: true });

    const before = cloud.emulator.snapshot();
    await stack.program([role("present", { serviceRoleURNs: [READ, FULL] }), user("ann", "present"), role("absent")]);
    const up = await stack.up({ skipPreview: true, fails: true, args: ["--continue-on-error"] });
    for (const name of ["present", "ann", "absent"]) {
      expect(up.errors(name).join()).toContain("cloudone:readOnly (CLOUDONE_READ_ONLY) is true");
    }
    await stack.removeConfig("cloudone:readOnly");
    const destroy = await stack.destroy({ env: { CLOUDONE_READ_ONLY: "true" }, fails: true });
    expect(destroy.output).toContain("cloudone:readOnly (CLOUDONE_READ_ONLY) is true");
    expect(cloud.emulator.snapshot()).toEqual(before);
    expect(await stack.resourceNames()).toEqual(["ann", "present"]);
  });
});

describeEngine("secrets", () => {
  test("are nowhere in plain text: the key in the configuration, a rotated one, one that fails, and secret inputs", async () => {
    const cloud = await startWithPeople();
    const { edit } = cloud.emulator;
    const stack = await createStack({ cloud, credentials: "config" });
    await stack.program([role("auditor", { description: secret("not for all to read") })]);
    const printed = [await stack.preview({ diff: true }), await stack.up({ skipPreview: true, diff: true })];
    expect(cloud.emulator.store.roles.get("auditor")?.description).toBe("not for all to read");
    await stack.expectNoChanges({ refresh: true });

    // The stored configuration still holds the former key.
    edit.rotateApiKey("emulator-demo-key", "rotated-secret-of-the-key");
    const rotated = "emulator-demo-key:rotated-secret-of-the-key";
    await stack.setSecret("cloudone:apiKey", rotated);
    const { id, outputs } = await stack.resource("auditor");
    const refused = await stack.refresh({ fails: true });
    expect(refused.errors("auditor").join()).toMatch(
      /401 Unauthorized.*plain `pulumi refresh` and `pulumi destroy` still use the key stored.*CLOUDONE_API_KEY/s,
    );
    // The secret one is encrypted anew each time.
    const secretly = { description: expect.objectContaining({ ciphertext: expect.any(String) }) };
    expect(await stack.resource("auditor")).toMatchObject({ id, outputs: { ...outputs, ...secretly } });
    await stack.refresh({ env: { CLOUDONE_API_KEY: rotated }, previewOnly: true, expectNoChanges: true });
    await stack.refresh({ runProgram: true, previewOnly: true, expectNoChanges: true });
    await stack.up({ skipPreview: true });
    await stack.refresh({ previewOnly: true, expectNoChanges: true });

    // Nor does an error of a write show the key.
    edit.modifyRole("auditor", { name: "By hand" });
    cloud.emulator.faults.add({ match: { method: "POST" }, kind: "401" });
    printed.push(await stack.refresh(), await stack.up({ skipPreview: true, fails: true }));
    // The harness looks for the keys; the event log's debug lines, which are the engine's own, show the other secret.
    expect(printed.map(({ output }) => output).join()).not.toContain("not for all to read");
    expect(JSON.stringify(await stack.state())).not.toContain("not for all to read");
    await stack.destroy();
  });

  test("are refused if they are misplaced or malformed, before anything is sent", async () => {
    const cloud = await startWithPeople();
    const stack = await createStack({ config: { "cloudone:apiKey": "plain-key:plain-secret-in-config" } });
    await stack.program([role("auditor")]);
    const plain = await stack.preview({ fails: true });
    expect(plain.output).toContain("pulumi config set --secret cloudone:apiKey <keyId>:<secret>");
    expect(plain.output).not.toContain("plain-secret-in-config");

    await stack.removeConfig("cloudone:apiKey");
    const nothing = await stack.preview({ fails: true });
    expect(nothing.errors("auditor").join()).toContain("No API key: set the environment variable CLOUDONE_API_KEY");
    const env = { CLOUDONE_API_KEY: "no-colon-in-this-key", CLOUDONE_BASE_URL: "http://cloudone.example/api" };
    stack.mustNotLeak("no-colon-in-this-key");
    const malformed = await stack.preview({ env, fails: true });
    expect(malformed.errors("auditor").join()).toContain("must be <keyId>:<secret>");
    expect(malformed.errors("auditor").join()).toContain("http is only for loopback");

    // For a server on this machine a key in plain text is fine.
    await stack.setConfig("cloudone:baseUrl", cloud.url);
    await stack.setConfig("cloudone:apiKey", cloud.apiKey);
    expect((await stack.preview()).ops).toEqual({ auditor: "create" });
    expect(cloud.emulator.writes()).toEqual([]);
  });
});
