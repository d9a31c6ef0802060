import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { ApiError, InvalidResponseError } from "../../../provider/client/index.js";
import { accounts, collect, failure, SOURCE, scene } from "./scene.js";

const ids = (found: { id: string }[]) => found.map(({ id }) => id);
const wanted = (count: number) => ids(accounts(count));

test("filters go to SailPoint percent-encoded, the number sign above all", async () => {
  const { list, sent } = scene({
    accounts: [
      { id: "1", nativeIdentity: 'jo #1 + "x"', sourceId: SOURCE },
      { id: "2", nativeIdentity: "jo" },
    ],
  });
  expect(ids(await list({ filters: `sourceId eq "${SOURCE}" and nativeIdentity eq "jo #1 + \\"x\\""` }))).toEqual([
    "1",
  ]);
  const query = sent.at(-1)?.url.split("?")[1];
  expect(query).toMatch(/^filters=sourceId%20eq%20%222c/);
  expect(query).toContain("jo%20%231%20%2B%20%5C%22x%5C%22%22&sorters=id&limit=250&offset=0&count=true");
});

test("sorters are passed on", async () => {
  const { list } = scene({ accounts: accounts(3) });
  expect(ids(await list({ sorters: "-name" }))).toEqual(wanted(3).reverse());
});

test("empty filters, which a missing variable gives, are refused", async () => {
  const { list, sent } = scene({ accounts: accounts(3) });
  await expect(list({ filters: " " })).rejects.toThrow(/filters is empty/);
  expect(sent).toEqual([]);
});

describe.each([true, false])("with X-Total-Count: %s", (sailPointTotalCount) => {
  describe.each(["empty", 400, 404] as const)("and a page past the end: %s", (sailPointPastTheEnd) => {
    test.each([
      [0, 250],
      [1, 250],
      [250, 250],
      [251, 250],
      [500, 250],
      [60, 25],
      [50, 25],
    ])("all %d accounts are returned, in pages of %d", async (count, sailPointPageCap) => {
      const { list } = scene({
        accounts: accounts(count),
        switches: { sailPointTotalCount, sailPointPastTheEnd, sailPointPageCap },
      });
      expect(ids(await list())).toEqual(wanted(count));
    });
  });
});

test("an error on a later page fails the list, and no account is returned", async () => {
  const { client, world } = scene({ accounts: accounts(600), switches: { sailPointTotalCount: false } });
  const seen: string[] = [];
  const walk = async () => {
    for await (const { id } of client.accounts.list()) seen.push(id);
  };
  world.emulator.faults.add({ match: { path: "/sailpoint/accounts/v1", nth: 2 }, kind: "403-empty" });
  expect(await failure(walk())).toBeInstanceOf(ApiError);
  expect(seen).toEqual([]);
});

test("a 400 in the middle does not end the list", async () => {
  const { list, world } = scene({
    accounts: accounts(600),
    options: {
      transport: async (request) =>
        /offset=249\b/.test(request.url)
          ? {
              status: 400,
              headers: { "content-type": "application/json" },
              body: '{"detailCode":"400","trackingId":"t"}',
            }
          : world.transport(request),
    },
    switches: { sailPointTotalCount: false },
  });
  await expect(list()).rejects.toThrow(/400 Bad Request/);
});

describe("10,000 accounts", () => {
  test("are listed, but no more", async () => {
    const { list, asked } = scene({ accounts: accounts(10_000) });
    expect(await list()).toHaveLength(10_000);
    // Each page but the first begins with the last account of the previous one.
    expect(asked("/accounts/v1")).toHaveLength(41);
  });

  test("and one are too many, and after one page the error says how many there are and what to do", async () => {
    const { list, asked } = scene({ accounts: accounts(10_001) });
    const error = await failure(list());
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(error.message).toBe(
      "GET /accounts/v1: the list cannot be read to its end: there are 10001 accounts, and SailPoint lists at most 10000. " +
        'Narrow it with filters, such as sourceId eq "…".',
    );
    expect(asked("/accounts/v1")).toHaveLength(1);
  });

  test("without a count are too many once no further page can be requested", async () => {
    const { list } = scene({ accounts: accounts(10_000), switches: { sailPointTotalCount: false } });
    await expect(list()).rejects.toThrow(/there are at least 10000 accounts/);
  });
});

describe("a list that changes during a walk", () => {
  /** Runs an action before the nth request for a page. */
  const changing = (
    happens: (page: number, edit: ReturnType<typeof scene>["edit"]) => void,
    switches: Partial<Switches> = {},
  ) => {
    let page = 0;
    const made = scene({
      accounts: accounts(600),
      switches,
      options: {
        transport: async (request) => {
          if (request.url.includes("offset=")) {
            page += 1;
            happens(page, made.edit);
          }
          return made.world.transport(request);
        },
      },
    });
    return made;
  };

  test("is walked again, so that nothing is missing", async () => {
    const { list } = changing((page, edit) => page === 2 && edit.removeAccount("a00003"));
    expect(ids(await list())).toEqual(wanted(600).filter((id) => id !== "a00003"));
  });

  test("if one account goes and one comes, which the count does not show, a repeated account reveals it", async () => {
    const { list } = changing((page, edit) => {
      if (page !== 2) return;
      edit.removeAccount("a00599");
      edit.addAccount({ id: "a" });
    });
    expect(ids(await list())).toEqual(["a", ...wanted(599)]);
  });

  test.each([{}, { sailPointTotalCount: false }])(
    "if one account goes before the page and one comes after it, none in between is left out (switches %j)",
    async (switches) => {
      const { list } = changing((page, edit) => {
        if (page !== 2) return;
        edit.removeAccount("a00010");
        edit.addAccount({ id: "z" });
      }, switches);
      expect(ids(await list())).toEqual([...wanted(600).filter((id) => id !== "a00010"), "z"]);
    },
  );

  test("fails if it keeps changing", async () => {
    const { list } = changing((page, edit) => edit.addAccount({ id: `new-${page}` }));
    const error = await failure(list());
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(error.message).toContain("it changed under each of 3 walks");
  });
});

test("a token that expires during a walk is renewed", async () => {
  const { list, asked } = scene({ accounts: accounts(600), switches: { sailPointTokenSeconds: 5, latencyMs: 2000 } });
  expect(await list()).toHaveLength(600);
  expect(asked("/oauth/token").length).toBeGreaterThan(1);
});

test("credentials that become invalid during a walk fail it, and no account is returned", async () => {
  const made = scene({
    accounts: accounts(600),
    options: {
      transport: async (request) => {
        if (request.url.includes("offset=249")) {
          made.edit.revokeTokens();
          made.edit.rotateClientSecret("the-next-one");
        }
        return made.world.transport(request);
      },
    },
  });
  const error = await failure(collect(made.client.accounts.list()));
  expect(error.message).toMatch(/^POST \/oauth\/token: 401 Unauthorized: "invalid_client/);
});
