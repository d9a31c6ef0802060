// Only the real engine shows what a run prints while an operation waits.
import { expect, test } from "@jest/globals";
import { createStack, describeEngine, startCloud } from "./harness.js";
import { role } from "./scene.js";

describeEngine("an operation that waits", () => {
  test("says why: the server asked for it, or an answer is late; when it gives up, it says how long it waited", async () => {
    const cloud = await startCloud();
    const stack = await createStack({ cloud, config: { "cloudone:timeoutSeconds": "9" } });
    const { faults } = cloud.emulator;

    await stack.program([role("auditor")]);
    faults.add({ match: { method: "POST" }, kind: "429-seconds", retryAfterSeconds: 4 });
    const asked = await stack.up({ skipPreview: true });
    expect(asked.output).toContain("Waiting 4 s before POST /roles: the server asked to wait (429)");

    await stack.program([role("auditor", { name: "Another name" })]);
    faults.add({ match: { method: "POST" }, kind: "timeout" });
    const late = await stack.up({ skipPreview: true });
    expect(late.output).toContain(
      "Waiting up to 4 s more for the response to POST /roles/auditor: none has come for 5 s",
    );
    expect(cloud.emulator.store.roles.get("auditor")?.name).toBe("Another name");

    faults.add({
      match: { method: "GET" },
      kind: "429-seconds",
      times: Number.POSITIVE_INFINITY,
      retryAfterSeconds: 3600,
    });
    const refused = await stack.refresh({ fails: true });
    expect(refused.output).toMatch(/gave up after \d\.?\d* s of the 300 s .*; the server asked to wait 3600 s/);
    faults.clear();
    await stack.expectNoChanges({ refresh: true });
    await stack.destroy();
  });
});
