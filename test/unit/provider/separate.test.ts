import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { checkArgs } from "../../../provider/plan/args/check-args.js";
import { joinedBy } from "../../../provider/plan/guard/separate.js";
import { roleArgs } from "../../../provider/plan/roles/role.js";
import { roleSetArgs } from "../../../provider/plan/roles/role-set.js";
import { type Args, entry } from "../../doubles/declarations.js";
import { ROLE_FORMS } from "../../doubles/forms.js";
import { refusal, setScene, UNKNOWN } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { AUDIT, urn } from "../../doubles/urns.js";

const WORK = urn("workload", "full-access");
const separate = [["*:audit:*", "*:workload:*:role/full-access"]];

const FORMS = ROLE_FORMS.map(({ form, declare }) => ({
  form,
  declare: (id: string, urns: unknown, guard?: Args) =>
    declare(id, urns, { adopt: "overwrite", ...(guard && { guard }) }),
}));

/** The role both joins two powers already. */
function setUp(guard?: Args) {
  return setScene({ seed: { roles: [{ id: "both", ...entry(AUDIT, WORK) }] } }, guard && { guard });
}

const SOURCES = FORMS.flatMap(({ form, declare }) => [
  { form, declare, by: "its own guard", own: { separate }, configured: undefined },
  { form, declare, by: "the stack's guard", own: undefined, configured: { separate } },
]);

test.each(SOURCES)(
  "a role declared $form that would join two powers is refused at preview by $by",
  async ({ declare, own, configured }) => {
    const { stack, writes } = setUp(configured);
    const program = [declare("r", [AUDIT, WORK], own)];
    const refused = await refusal(stack.preview(program));
    expect(refused).toContain(`guard.separate: role r would hold ${AUDIT} and ${WORK}, which match "*:audit:*"`);
    await expect(stack.up(program)).rejects.toThrow("guard.separate");
    expect(writes()).toEqual([]);
  },
);

test.each(SOURCES)(
  "a role declared $form is not widened to both powers under $by, but may have either",
  async ({ declare, own, configured }) => {
    const { stack, store } = setUp(configured);
    await stack.up([declare("r", [AUDIT], own)]);
    await expect(stack.preview([declare("r", [AUDIT, WORK], own)])).rejects.toThrow("guard.separate");
    await stack.up([declare("r", [WORK], own)]);
    expect(store.roles.get("r")?.serviceRoleURNs).toEqual([WORK]);
  },
);

test.each(FORMS)(
  "no digest lets a role declared $form pass, and an existing one is not taken over",
  async ({ declare }) => {
    const { stack, store } = setUp();
    const refused = await refusal(stack.preview([declare("both", [AUDIT, WORK], { separate })]));
    expect(refused).toContain("guard.allow does not lift this");
    expect(refused).not.toContain('allow: "');
    await stack.up([declare("both", [AUDIT], { separate })]);
    expect(store.roles.get("both")?.serviceRoleURNs).toEqual([AUDIT]);
  },
);

test("one URN that matches both patterns is refused by name", () => {
  expect(joinedBy("r", [WORK], [["*:workload:*", "*:role/full-access"]])).toEqual([
    expect.stringContaining(`role r would hold ${WORK}, which matches both`),
  ]);
});

test.each(FORMS)(
  "URNs that are not known yet of a role declared $form are judged once they are",
  async ({ declare }) => {
    const { stack } = setUp();
    await stack.preview([declare("r", UNKNOWN, { separate })]);
    await stack.preview([declare("r", [AUDIT, UNKNOWN], { separate })]);
    await expect(stack.preview([declare("r", [AUDIT, UNKNOWN, WORK], { separate })])).rejects.toThrow("guard.separate");
  },
);

test("the program itself says so, for roles and sets", () => {
  const content = { name: "A role", serviceRoleURNs: [AUDIT, WORK] };
  const failures = [
    ...checkArgs(roleArgs, { roleId: "r", ...content, guard: { separate } }),
    ...checkArgs(roleSetArgs, { roles: { r: content }, guard: { separate } }),
  ];
  expect(failures.map(({ property }) => property)).toEqual(["serviceRoleURNs", "roles.r"]);
});

test.each([
  [[["*:audit:*"]], "each entry of separate must have two patterns, but this one has 1"],
  [[["a", "b", "c"]], "each entry of separate must have two patterns, but this one has 3"],
  [["*:audit:*", "*:workload:*"], "separate must be a list of pairs of patterns"],
  ["*:audit:*", "separate must be a list of pairs of patterns"],
  [[["a", 1]], "a pattern of separate must be a string"],
])("separate: %j is refused", (value, reason) => {
  const args = { roleId: "r", name: "A role", serviceRoleURNs: [], guard: { separate: value } };
  const failures = checkArgs(roleArgs, args);
  expect(failures.map((failure) => failure.reason).join()).toContain(reason);
  expect(failures.map(({ property }) => property).join()).toContain("guard.separate");
});

test("no run leaves a role that joins two powers and was not there before", async () => {
  const URNS = [AUDIT, WORK, urn("audit", "full-access"), urn("billing", "full-access")];
  const content = fc.subarray(URNS);
  const pattern = fc.constantFrom("*:audit:*", "*:workload:*", "*:role/full-access", "*billing*", "*");
  const pairs = fc.array(fc.tuple(pattern, pattern), { minLength: 1, maxLength: 2 });
  const step = fc.record({
    kind: fc.constantFrom(...FORMS.map(({ declare }) => declare)),
    id: fc.constantFrom("r", "both"),
    content,
    own: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(pairs, fc.array(step, { minLength: 1, maxLength: 4 }), async (pairs, steps) => {
      const joins = (urns: readonly string[]) => joinedBy("", urns, pairs).length > 0;
      const { world } = setUp();
      const { roles: live } = world.emulator.store;
      const fresh = () =>
        new Stack(() => world.session({ guard: { separate: pairs.map((pair) => [...pair]) } as never }));
      let stack = fresh();
      for (const { kind, id, content: urns, own } of steps) {
        const before = new Map([...live].map(([id, { serviceRoleURNs }]) => [id, serviceRoleURNs]));
        if (!own) stack = fresh();
        await stack.up([kind(id, urns, own ? { separate: pairs, maxRemovals: 9 } : undefined)]).catch(() => undefined);
        for (const [id, { serviceRoleURNs }] of live) {
          if (joins(serviceRoleURNs)) expect(serviceRoleURNs).toEqual(before.get(id));
        }
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);
