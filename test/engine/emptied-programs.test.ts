// Only the real engine hands the provider of an emptied program the configuration of the run before.
import { expect, test } from "@jest/globals";
import { createStack, describeEngine, startCloud } from "./harness.js";
import { user } from "./scene.js";

describeEngine("an up whose program has nothing left", () => {
  test("obeys the current configuration if it imports the package, and the environment in any case", async () => {
    const cloud = await startCloud({
      seed: { users: [{ id: "ann", email: "ann@example.com", roleID: "full-access" }] },
    });
    const stack = await createStack({ cloud });
    const person = () => cloud.emulator.store.users.get("ann")?.state;
    await stack.program([user("ann", "full-access")]);
    await stack.up({ skipPreview: true });
    cloud.emulator.clearRequests();

    await stack.source('import "pulumi-cloudone";\n');
    await stack.setConfig("cloudone:readOnly", "true");
    const paused = await stack.up({ skipPreview: true, fails: true });
    expect(paused.errors("ann").join()).toMatch(/cloudone:readOnly|guard/);
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.removeConfig("cloudone:readOnly");
    // The last admin.
    const refused = await stack.up({ skipPreview: true, fails: true });
    const printed = refused.errors("ann").join("\n");
    expect(printed).toContain("guard.minimumAdmins");

    await stack.source("");
    const env = { CLOUDONE_READ_ONLY: "true" };
    await stack.up({ skipPreview: true, fails: true, env });
    expect(cloud.emulator.writes()).toEqual([]);

    // What the refusal printed lets one run pass.
    const allow = /CLOUDONE_GUARD='([^']+)' pulumi up/.exec(printed)?.[1] ?? "";
    expect(person()).toBe("enabled");
    await stack.up({ skipPreview: true, env: { CLOUDONE_GUARD: allow } });
    expect(person()).toBe("disabled");
    expect(await stack.resourceNames()).toEqual([]);
  });

  test("removes as much as CLOUDONE_GUARD allows, regardless of the resources' own guards", async () => {
    const names = ["ann", "ben", "cem"];
    const cloud = await startCloud({
      seed: { users: names.map((name) => ({ id: name, email: `${name}@example.com`, roleID: "scanner" })) },
    });
    const stack = await createStack({ cloud });
    await stack.program(names.map((name) => user(name, "scanner", { guard: { maxRemovals: 3 } })));
    await stack.up({ skipPreview: true });
    await stack.source("");
    const bounded = await stack.up({ skipPreview: true, fails: true, env: { CLOUDONE_GUARD: '{"maxRemovals": 1}' } });
    expect(bounded.output).toContain("guard.maxRemovals");
    expect([...cloud.emulator.store.users.values()].filter(({ state }) => state === "disabled")).toHaveLength(1);
    await stack.up({ skipPreview: true });
    expect([...cloud.emulator.store.users.values()].filter(({ state }) => state === "disabled")).toHaveLength(3);
  });
});
