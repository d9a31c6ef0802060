import { describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import {
  ApiError,
  createCloudOneClient,
  InvalidResponseError,
  TransportError,
  type TransportRequest,
  type TransportResponse,
} from "../../../provider/client/index.js";
import { caught } from "./caught.js";
import { FakeClock } from "./fake-clock.js";
import { broken, json, page, USER } from "./scripted-transport.js";
import { collect, session } from "./session.js";

// Much computation, for slow machines; no test waits.
jest.setTimeout(60_000);

const user = (n: number) => ({ ...USER, id: `u${n}` });
const users = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => user(from + i));

/** A server with this many users; the test decides what it does with `limit`. */
function listServer(
  total: number,
  sizeOf: (limit: number | undefined) => number | TransportResponse,
  end: object = {},
) {
  const clock = new FakeClock();
  const requests: URL[] = [];
  const cloudOne = createCloudOneClient(
    { apiKey: "key:s3cr3t-words" },
    {
      clock,
      transport: async ({ url }: TransportRequest) => {
        const { searchParams } = requests[requests.push(new URL(url)) - 1] as URL;
        const limit = searchParams.get("limit");
        const size = sizeOf(limit === null ? undefined : Number(limit));
        if (typeof size !== "number") return size;
        const from = Number(atob(searchParams.get("cursor") ?? ""));
        const to = Math.min(total, from + size);
        return json(200, { users: users(from, to), ...(to < total ? { next: btoa(String(to)) } : end) });
      },
    },
  );
  return { clock, cloudOne, requests, limits: () => requests.map(({ searchParams }) => searchParams.get("limit")) };
}

const refuse = json(400, { message: "limit is too large" });

describe("a list", () => {
  test.each([{}, { next: null }, { next: "" }])("ends if the server says so by %j", async (end) => {
    const { clock, cloudOne, requests } = listServer(2500, (limit) => limit ?? 25, end);
    expect(await clock.run(collect(cloudOne.users.list()))).toHaveLength(2500);
    expect(requests).toHaveLength(3);
    expect(requests[1]?.search).toBe("?limit=1000&cursor=MTAwMA%3D%3D");
  });

  test("is complete if the server returns smaller pages than requested", async () => {
    const { clock, cloudOne, requests } = listServer(130, () => 40);
    expect(await clock.run(collect(cloudOne.users.list()))).toEqual(users(0, 130));
    expect(requests).toHaveLength(4);
  });

  test.each([
    [1000, ["1000"]],
    [999, ["1000", "100", "100"]],
    [100, ["1000", "100", "100"]],
    [50, ["1000", "100", "50", "50", "50"]],
    [49, ["1000", "100", "50", "25", "25", "25", "25", "25"]],
    [10, ["1000", "100", "50", "25", null, null, null, null, null]],
  ])("requests smaller pages if the server accepts no more than %d, and remembers that", async (most, limits) => {
    const server = listServer(110, (limit = 25) =>
      (limit === 25 || limit <= most) && !(limit === 25 && most < 25) ? limit : refuse,
    );
    const plain = listServer(110, (limit) => (limit === undefined ? 25 : refuse));
    const { clock, cloudOne, requests } = most < 25 ? plain : server;
    expect(await clock.run(collect(cloudOne.users.list()))).toHaveLength(110);
    expect(requests.map(({ searchParams }) => searchParams.get("limit"))).toEqual(limits);
    requests.length = 0;
    await clock.run(collect(cloudOne.users.list()));
    expect(new Set(requests.map(({ searchParams }) => searchParams.get("limit")))).toEqual(new Set([limits.at(-1)]));
  });

  test("never requests a size that another list of any client was refused, one after the other or concurrently", async () => {
    for (const atOnce of [false, true]) {
      const clock = new FakeClock();
      const requested: string[] = [];
      const transport = async ({ url }: TransportRequest) => {
        const { pathname, searchParams } = new URL(url);
        requested.push(`${pathname.split("/").at(-1)} ${searchParams.get("limit")}`);
        await clock.sleep(20);
        if (Number(searchParams.get("limit") ?? 25) > 100) return refuse;
        const empty = { users: [], roles: [], apikeys: [], invitations: [] };
        return json(200, { [pathname.split("/").at(-1) as keyof typeof empty]: [] });
      };
      const make = () => createCloudOneClient({ apiKey: "key:s3cr3t-words" }, { clock, transport });
      const [one, two] = [make(), make()];
      const walks = [
        () => collect<unknown>(one.users.list()),
        () => collect<unknown>(one.roles.list()),
        () => collect<unknown>(two.users.list({ roleID: "r" })),
        () => collect<unknown>(two.apiKeys.list()),
        () => collect<unknown>(two.invitations.list()),
      ];
      if (atOnce) await clock.run(Promise.all(walks.map((walk) => walk())));
      else for (const walk of walks) await clock.run(walk());
      expect(requested.filter((request) => request.endsWith(" 1000"))).toEqual(["users 1000"]);
      expect(requested).toHaveLength(6);
    }
  });

  test("that accepts no size says nothing about the others", async () => {
    const clock = new FakeClock();
    const requested: string[] = [];
    const transport = async ({ url }: TransportRequest) => {
      const { pathname, searchParams } = new URL(url);
      const name = pathname.split("/").at(-1) ?? "";
      requested.push(`${name} ${searchParams.get("limit")}`);
      return name === "invitations" && searchParams.has("limit") ? refuse : json(200, { [name]: [] });
    };
    const cloudOne = createCloudOneClient({ apiKey: "key:s3cr3t-words" }, { clock, transport });
    await clock.run(collect(cloudOne.invitations.list()));
    await clock.run(collect(cloudOne.users.list()));
    await clock.run(collect(cloudOne.invitations.list()));
    const trial = [1000, 100, 50, 25, null].map((limit) => `invitations ${limit}`);
    expect(requested).toEqual([...trial, "users 1000", "invitations null"]);
  });

  test("does not wait for another list's failed attempt, and fails with its own error", async () => {
    const clock = new FakeClock();
    const transport = async ({ url }: TransportRequest) => {
      await clock.sleep(20);
      return url.includes("/users") ? json(403, { message: "no" }) : json(200, { roles: [] });
    };
    const cloudOne = createCloudOneClient({ apiKey: "key:s3cr3t-words" }, { clock, transport });
    const [users, roles] = await clock.run(
      Promise.allSettled([collect<unknown>(cloudOne.users.list()), collect<unknown>(cloudOne.roles.list())]),
    );
    expect([users.status, roles.status]).toEqual(["rejected", "fulfilled"]);
  });

  test("fails with a 400 unrelated to the size, and learns nothing from it", async () => {
    const { clock, cloudOne, requests, limits } = listServer(10, () => json(400, { message: "roleID is odd" }));
    const error = await caught(ApiError, clock.run(collect(cloudOne.users.list({ roleID: "x" }))));
    expect(error.serverMessage).toBe("roleID is odd");
    expect(limits()).toEqual(["1000", "100", "50", "25", null]);
    requests.length = 0;
    await caught(ApiError, clock.run(collect(cloudOne.users.list())));
    expect(limits()[0]).toBe("1000");
  });

  test("filters by role on every page", async () => {
    const { clock, cloudOne, requests } = listServer(1500, (limit) => limit ?? 25);
    await clock.run(collect(cloudOne.users.list({ roleID: "full-access" })));
    expect(requests.map(({ searchParams }) => searchParams.get("roleID"))).toEqual(["full-access", "full-access"]);
  });

  test("is requested again when it is iterated again", async () => {
    const { clock, cloudOne } = listServer(30, (limit) => limit ?? 25);
    const list = cloudOne.users.list();
    expect(await clock.run(collect(list))).toHaveLength(30);
    expect(await clock.run(collect(list))).toHaveLength(30);
  });

  test("survives temporary failures, in the middle too", async () => {
    const { cloudOne, run } = session([
      page(502),
      json(200, { users: [user(1)], next: "a" }),
      broken("reset", true),
      json(200, { users: [user(2)] }),
    ]);
    expect(await run(collect(cloudOne.users.list()))).toEqual([user(1), user(2)]);
  });

  test("throws if it cannot be completed, and never passes as complete", async () => {
    const first = json(200, { users: [user(1)], next: "a" });
    const cases = [
      [first, json(403, { message: "no" }), ApiError],
      [first, broken("tls", false), TransportError],
      [first, json(200, { items: [] }), InvalidResponseError],
      [first, json(200, { users: {} }), InvalidResponseError],
      [first, json(200, { users: [{ ...USER, roleID: 7 }] }), InvalidResponseError],
      [first, json(200, { users: [], next: 7 }), InvalidResponseError],
      [first, json(200, []), InvalidResponseError],
      [first, page(200), InvalidResponseError],
      [first, first, InvalidResponseError],
    ] as const;
    for (const [one, two, kind] of cases) {
      const { cloudOne, run } = session([one, two]);
      const seen: string[] = [];
      const walk = async () => {
        for await (const { id } of cloudOne.users.list()) seen.push(id);
      };
      await caught<Error>(kind, run(walk()));
      expect(seen.every((id) => id === "u1")).toBe(true);
    }
  });

  test("does not loop", async () => {
    const { cloudOne, run, requests } = session([
      json(200, { users: [user(1)], next: "a" }),
      json(200, { users: [user(2)], next: "b" }),
      json(200, { users: [user(3)], next: "a" }),
    ]);
    const error = await caught(InvalidResponseError, run(collect(cloudOne.users.list())));
    expect(error).toMatchObject({ defect: "paging", path: "/users" });
    expect(error.message).toContain("a cursor that it gave before");
    expect(error.message).toContain("the list is incomplete");
    expect(requests).toHaveLength(3);
  });

  test("stops if the server keeps returning the same page under new cursors", async () => {
    const clock = new FakeClock();
    const cursors: string[] = [];
    const transport = async () => {
      cursors.push(`cursor ${cursors.length}`);
      return json(200, { users: users(0, 1000), next: cursors.at(-1) });
    };
    const cloudOne = createCloudOneClient({ apiKey: "key:s3cr3t-words" }, { clock, transport });
    const error = await caught(InvalidResponseError, clock.run(collect(cloudOne.users.list())));
    expect(error).toMatchObject({ defect: "paging" });
    expect(error.message).toContain("10 pages in a row without anything new");
    expect(cursors).toHaveLength(11);
  });

  test("does not go on forever", async () => {
    const clock = new FakeClock();
    const requests: number[] = [];
    const cloudOne = createCloudOneClient(
      { apiKey: "key:s3cr3t-words" },
      { clock, transport: async () => json(200, { users: [], next: `${requests.push(0)}` }) },
    );
    const error = await caught(InvalidResponseError, clock.run(collect(cloudOne.users.list())));
    expect(error.message).toContain("more than 10000 pages");
  });

  test.each([
    { users: null },
    { users: null, next: null },
    { users: null, next: "", message: "", total: 0, links: [], more: {}, hasMore: false },
    { users: [], total: 7, requestId: "x" },
  ])("without objects is empty: %j", async (body) => {
    const { cloudOne, run } = session([json(200, body)]);
    expect(await run(collect(cloudOne.users.list()))).toEqual([]);
  });

  test.each([
    { users: null, message: "backend degraded" },
    { users: null, error: { code: 7 } },
    { users: null, errors: ["shard 3 timed out"] },
    { users: null, total: 12 },
    { users: null, partial: true },
    { users: [], message: "backend degraded" },
  ])("without objects is not empty if the body says something else: %j", async (body) => {
    const { cloudOne, run } = session([json(200, body)]);
    const error = await caught(InvalidResponseError, run(collect(cloudOne.users.list())));
    expect(error).toMatchObject({ defect: "shape", path: "/users" });
    const [, [key, value] = []] = Object.entries(body);
    expect(error.message).toContain(`${key}: ${JSON.stringify(value)}`);
  });

  test("of API keys is found under either spelling", async () => {
    for (const name of ["apikeys", "apiKeys"]) {
      const { cloudOne, run, requests } = session([json(200, { [name]: [{ id: "k", roleID: "r" }] })]);
      expect(await run(collect(cloudOne.apiKeys.list()))).toEqual([{ id: "k", roleID: "r", urn: "" }]);
      expect(requests[0]?.url).toContain("/api/apikeys?limit=1000");
    }
  });

  test("yields every object once and in order, whatever the page size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(300),
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 120 }),
        async (total, most, clamp) => {
          const { clock, cloudOne } = listServer(total, (limit) =>
            limit !== undefined && limit > most ? refuse : Math.min(limit ?? 25, clamp),
          );
          expect(await clock.run(collect(cloudOne.users.list()))).toEqual(users(0, total));
        },
      ),
      { numRuns: 60 },
    );
  });
});
