import { describe, expect, test } from "@jest/globals";
import { users } from "../../doubles/declarations.js";
import { ROLE_FORMS } from "../../doubles/forms.js";
import { refusal, setUp } from "../../doubles/scene.js";
import { AUDIT, FULL, READ } from "../../doubles/urns.js";

const ELSEWHERE = FULL.replace("us-1", "de-1");
const STRICT = { guard: { maxRemovals: 0, protectedRoles: ["auditor"] } };

describe.each(ROLE_FORMS)("a role that is declared $form", ({ declare }) => {
  const auditor = (urns: string[], more: object = {}) => [declare("auditor", urns, { ...more })];

  test("loses nothing if it gets a service's full access in place of another role of that service", async () => {
    const { stack, said, urns } = setUp();
    await stack.up(auditor([READ, AUDIT]));
    const wider = auditor([FULL, AUDIT], STRICT);
    expect(await said(() => stack.preview(wider))).toEqual(["info: role auditor gains full-access of workload"]);
    await stack.up(wider);
    expect(urns("auditor")).toEqual([FULL, AUDIT]);
  });

  test("neither loses nor gains if it leaves out or gets back what its full access includes", async () => {
    const { stack, said, urns } = setUp();
    await stack.up(auditor([READ, AUDIT]));
    await stack.up(auditor([READ, FULL, AUDIT]));
    for (const next of [
      [FULL, AUDIT],
      [READ, FULL, AUDIT],
    ]) {
      expect(await said(() => stack.up(auditor(next, STRICT)))).toEqual([]);
      expect(urns("auditor")).toEqual(next);
    }
  });

  test("loses what the full access of another service or region does not include, by the name of the service", async () => {
    const { stack, said, log } = setUp();
    await stack.up(auditor([READ, AUDIT]));
    await said(() => stack.preview(auditor([FULL])));
    expect(log.text).toMatch(/role auditor \(?loses read-only of audit, held by /);
    await said(() => stack.preview(auditor([ELSEWHERE, AUDIT])));
    expect(log.text).toMatch(/role auditor \(?loses read-only of workload in us-1, held by /);
    expect(log.text).toContain("info: role auditor gains full-access of workload in de-1");
    const refused = await refusal(stack.up(auditor([FULL], { guard: { maxRemovals: 0 } })));
    // Digests contain these words.
    expect(refused).toContain(`role auditor (loses ${AUDIT}`);
    expect(refused).not.toContain(`loses ${READ}`);
  });
});

test("a set with a misspelt role says only that there is no such role", async () => {
  const { stack, log } = setUp();
  await expect(stack.preview([users({ "ann@example.com": "audtor", "bob@example.com": "operator" })])).rejects.toThrow(
    "there is no role audtor in the account, and this program declares none: did you mean auditor?",
  );
  expect(log.text).not.toContain("ann@example.com");
  expect(log.text).toContain("1 user would lose access: bob@example.com");
});
