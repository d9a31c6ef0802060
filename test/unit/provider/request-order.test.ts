import { describe, expect, test } from "@jest/globals";
import { role, single } from "../../doubles/declarations.js";
import { setScene } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { ACCOUNT } from "../../doubles/world.js";

const PREDEFINED = 3;
/** The own key and its account. */
const PROOF = 2;
const roles = (n: number) => Array.from({ length: n }, (_, i) => role(`role-${i}`, [READ]));
const assignments = (n: number) =>
  Array.from({ length: n }, (_, i) => single({ email: `user-${i}@example.com`, roleId: "read-only" }, `user-${i}`));

/** What a server does with a page size above its limit. */
const SERVERS = [
  { page: 100, largeLimit: "clamp" },
  { page: 100, largeLimit: "reject" },
  { page: 1000, largeLimit: "reject" },
] as const;
const CASES = SERVERS.flatMap((server) => [10, 250].map((n) => ({ ...server, n })));

describe.each(CASES)("$n single resources, pages of $page, a larger limit: $largeLimit", ({ n, page, largeLimit }) => {
  const pages = (objects: number) => Math.ceil(objects / page);
  /** Each kind's list may be refused once for its page size. */
  const refused = (kinds: number) => (largeLimit === "reject" && page < 1000 ? kinds : 0);

  function setUp(users: number) {
    const scene = setScene({
      switches: { maxLimit: page, largeLimit },
      seed: {
        users: Array.from({ length: users }, (_, i) => ({ email: `user-${i}@example.com`, roleID: "read-only" })),
      },
    });
    /** The requests of one operation, which is one provider process. */
    const cost = async (operation: () => Promise<unknown>) => {
      scene.clear();
      await operation();
      return scene.world.emulator.requests.length;
    };
    return { ...scene, cost };
  }

  test("new roles cost one list at preview, and that list and a POST each at up", async () => {
    const { writes, stack, cost } = setUp(0);
    expect(await cost(() => stack.preview(roles(n)))).toBeLessThanOrEqual(pages(n) + 3);
    expect(writes()).toEqual([]);
    expect(await cost(() => stack.up(roles(n)))).toBeLessThanOrEqual(n + pages(n) + 3);
  });

  test("a refresh of roles costs the pages of their list", async () => {
    const { stack, cost } = setUp(0);
    await stack.up(roles(n));
    expect(await cost(() => stack.refresh())).toBeLessThanOrEqual(pages(n + PREDEFINED) + 3 + refused(1));
  });

  test("a preview without changes asks nothing, or only for the proof of a configured account id", async () => {
    const { world, stack, cost } = setUp(n);
    const program = [...roles(n), ...assignments(n)];
    await stack.up(program);
    expect(await cost(() => stack.preview(program))).toBe(0);
    const pinned = new Stack(() => world.session({ accountId: ACCOUNT }));
    pinned.state = stack.state;
    expect(await cost(() => pinned.preview(program))).toBe(1);
  });

  test.each([1, 8])(
    "a destroy of roles costs a DELETE each, a read of its holders before, SAML users too, and the proof after (%i at a time)",
    async (parallel) => {
      const { world, stack, cost } = setUp(30);
      await stack.up(roles(n));
      const side = new Stack(() => world.session(), { parallel });
      side.state = stack.state;
      // Holders: users, keys, invitations, SAML users. Gone: the API's own 404, while the API still knows the list. Lists are shared.
      const lists = 5 * Math.ceil(n / parallel);
      const once = pages(30) + 1 + 2 + 2 + refused(5);
      expect(await cost(() => side.destroy())).toBeLessThanOrEqual(2 * n + lists + once + PROOF);
    },
  );

  test("users who are taken over cost one list at preview and one at up", async () => {
    const { stack, cost } = setUp(n);
    expect(await cost(() => stack.preview(assignments(n)))).toBeLessThanOrEqual(pages(n) + 1 + 3 + refused(1));
    expect(await cost(() => stack.up(assignments(n)))).toBeLessThanOrEqual(pages(n) + 1 + 3 + refused(1));
  });
});

test("deletions that do not keep step share the reads of the holders and of the list", async () => {
  const n = 100;
  let drawn = 0;
  // Between 10 and 90 ms each way, in an order that repeats late.
  const { world, stack, clear } = setScene({ latency: () => 10 + ((drawn++ * 37) % 81) });
  await stack.up(roles(n));
  const side = new Stack(() => world.session(), { parallel: 8 });
  side.state = stack.state;
  clear();
  await side.destroy();
  // Alone, each deletion would ask for five lists, a DELETE and the role.
  expect(world.emulator.requests.length).toBeLessThan((2 + 3.5) * n);
});
