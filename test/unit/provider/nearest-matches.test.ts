import { describe, expect, test } from "@jest/globals";
import { noSuchRole } from "../../../provider/apply/no-such-role.js";
import { nearestEmail } from "../../../provider/plan/text/nearest.js";
import { role, single, users } from "../../doubles/declarations.js";
import { USER_FORMS } from "../../doubles/forms.js";
import { FOREVER, setScene } from "../../doubles/scene.js";
import type { Declaration } from "../../doubles/stack.js";

const ANNA = "anna.berg@example.com";
const ROOT = { email: "root@example.com", roleID: "full-access" };

function setUp(people = [{ email: "Anna.Berg@example.com", roleID: "auditor" }]) {
  const scene = setScene({
    seed: {
      roles: [{ id: "auditor" }, { id: "operator" }],
      users: [ROOT, ...people],
      invitations: [{ email: "eve@example.com", roleID: "auditor" }],
    },
  });
  /** What a preview logs and how it fails, in one text. */
  const answer = async (...program: Declaration[]) => {
    const failure: string[] = [];
    const lines = await scene.said(() =>
      scene.stack.preview(program).catch((error: Error) => failure.push(error.message)),
    );
    return [...lines, ...failure].join("\n");
  };
  return { ...scene, answer };
}

test("an address with a few slips is taken for the nearest one, but no short name for another", () => {
  const known = ["Anna.Berg@example.com", "bob@example.com", "root@example.com"];
  expect(nearestEmail("ana.berg@example.com", known)).toBe("Anna.Berg@example.com");
  expect(nearestEmail("anna.berg@exmaple.com", known)).toBe("Anna.Berg@example.com");
  expect(nearestEmail("bab@example.com", known)).toBe("bob@example.com");
  expect(nearestEmail("ann@example.com", known)).toBeUndefined();
  expect(nearestEmail("anna.berg@other.org", known)).toBeUndefined();
});

describe.each(USER_FORMS)("the failure for an address without a user, declared $form,", ({ declare }) => {
  const auditor = (email: string) => declare(email, { roleId: "auditor" });

  test("names the nearest one if there is one", async () => {
    const { answer } = setUp();
    expect(await answer(auditor("ana.berg@example.com"))).toContain(
      "(the complete list was read twice): did you mean Anna.Berg@example.com? Correct the address",
    );
    expect(await answer(auditor("somebody.else@example.com"))).toContain("twice). Correct the address");
  });

  test("says if the address has an invitation", async () => {
    const { answer } = setUp();
    expect(await answer(auditor("Eve@example.com"))).toMatch(
      /twice\): it has a pending invitation until \S+ with the role auditor, which no one has accepted yet\. Run again once someone has, or set ifMissing: "invite"/,
    );
  });

  test("has the rest if the key may not list invitations", async () => {
    const { faults, answer } = setUp();
    faults.add({ match: { path: "/invitations" }, kind: "403-echo", times: FOREVER });
    expect(await answer(auditor("ana.berg@example.com"))).toContain("did you mean Anna.Berg@example.com?");
  });
});

test.each(["403-echo", "404-html", "401"] as const)(
  "up names the role nearest to a misspelt one, and fails without it if the list cannot be read: %s",
  async (kind) => {
    const { world, stack, faults, writes } = setUp();
    const run = (roleId: string) => stack.up([single({ email: ANNA, roleId })]);
    await expect(run("audtor")).rejects.toThrow(
      "there is no role audtor in the account: did you mean auditor? Nothing was",
    );
    await expect(run("nobody-made-it")).rejects.toThrow("there is no role nobody-made-it in the account. Nothing was");
    faults.add({ match: { path: "/roles" }, kind, times: FOREVER });
    expect((await noSuchRole(world.session(), "audtor", "Nothing was written.")).message).toBe(
      "there is no role audtor in the account. Nothing was written.",
    );
    expect(writes()).toEqual([]);
  },
);

test("preview doubts a misspelt role of a single user, new or stored", async () => {
  const { answer, stack } = setUp();
  const anna = (roleId: string) => single({ email: ANNA, roleId });
  const doubt = (roleId: string, meant: string) =>
    `role ${roleId} does not exist yet: \`pulumi up\` fails unless something creates it before this assignment. Did you mean ${meant}?`;
  expect(await answer(anna("audtor"))).toContain(doubt("audtor", "auditor"));
  await stack.up([anna("auditor")]);
  expect(await answer(anna("operatr"))).toContain(doubt("operatr", "operator"));
  for (const roleId of ["operator", "full-access"]) expect(await answer(anna(roleId))).not.toContain("does not exist");
});

test("a set refuses a misspelt role, and names the nearest one of the account or the program", async () => {
  const { answer } = setUp();
  const anna = (roleId: string) => users({ [ANNA]: roleId });
  const none = "there is no role operatr in the account, and this program declares none";
  expect(await answer(anna("operatr"))).toContain(`${none}: did you mean operator?`);
  const move = users(
    { "root@example.com": "full-access" },
    { unmanaged: { moveTo: "operatr" }, guard: { minimumAdmins: 0 } },
  );
  expect(await answer(move)).toContain(`unmanaged.moveTo: ${none}: did you mean operator?`);
  expect(await answer(role("newcomer"), anna("newcomr"))).toContain("did you mean newcomer?");
  expect(await answer(anna("nobody-made-it"))).not.toContain("did you mean");
});

test("the nearest address is looked for only for the first ones of a whole list of wrong addresses", async () => {
  const people = Array.from({ length: 40 }, (_, n) => ({ email: `person-number-${n}@example.com`, roleID: "auditor" }));
  const { answer } = setUp(people);
  const wrong = people.map(({ email }) => [email.replace("person", "persom"), "auditor"]);
  const text = await answer(users(Object.fromEntries(wrong)));
  expect(text.match(/no user of this account/g)).toHaveLength(40);
  expect(text.match(/did you mean/g)).toHaveLength(10);
});
