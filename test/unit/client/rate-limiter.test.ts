import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createCloudOneClient, RateLimiter } from "../../../provider/client/index.js";
import { rateLimiterFor } from "../../../provider/client/pacing/rate-limiters.js";
import { FakeClock } from "./fake-clock.js";
import { limitedServer } from "./limited-server.js";

const NO_LIMIT = { requests: 1e9, kind: "sliding" } as const;

function setUp(limit: Parameters<typeof limitedServer>[1] = NO_LIMIT, rateLimiter?: (clock: FakeClock) => RateLimiter) {
  const clock = new FakeClock();
  const server = limitedServer(clock, { ...limit });
  const own = rateLimiter?.(clock) ?? new RateLimiter({ clock });
  const open = (maxRequestsPerSecond?: number) =>
    createCloudOneClient(
      { apiKey: "key:s3cr3t-words", ...(maxRequestsPerSecond !== undefined && { maxRequestsPerSecond }) },
      { clock, transport: server.transport, rateLimiter: own, random: () => 0.5 },
    );
  return { clock, ...server, rateLimiter: own, open, cloudOne: open() };
}

describe("the rate limiter", () => {
  test("limits the requests in flight", async () => {
    const { clock, cloudOne, log } = setUp(NO_LIMIT, (clock) => new RateLimiter({ clock, maxInFlight: 3 }));
    await clock.run(Promise.all(Array.from({ length: 20 }, (_, i) => cloudOne.users.describe(`u${i}`))));
    expect(log.mostInFlight).toBe(3);
  });

  test("serves queues in turn, so that a huge set does not starve the others", async () => {
    const { clock, cloudOne, log } = setUp(NO_LIMIT, (clock) => new RateLimiter({ clock, maxInFlight: 2 }));
    const huge = Array.from({ length: 1000 }, (_, i) => cloudOne.users.describe(`huge-${i}`, { queue: "huge" }));
    const small = Array.from({ length: 5 }, (_, i) => cloudOne.users.describe(`small-${i}`, { queue: "small" }));
    const alone = cloudOne.users.describe("alone");
    await clock.run(Promise.all([...huge, ...small, alone]));
    const place = (id: string) => log.paths.indexOf(`/api/users/${id}`);
    expect(place("alone")).toBeLessThan(8);
    expect(place("small-4")).toBeLessThan(20);
    const order = log.paths.filter((path) => path.includes("huge")).map((path) => Number(path.split("-")[1]));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test("sends urgent requests first if a round of all queues would take too long", async () => {
    const { clock, cloudOne, rateLimiter, log } = setUp();
    rateLimiter.limitTo(0.5);
    const others = Array.from({ length: 12 }, (_, i) => cloudOne.users.describe(`u${i}`, { queue: `lane-${i % 6}` }));
    const write = cloudOne.users.modify("urgent", { roleID: "r" }, { queue: "lane-5", maxReadAgeMs: 15_000 });
    await clock.run(Promise.all([...others, write]));
    expect(log.paths.indexOf("/api/users/urgent")).toBeLessThan(3);
  });

  test("keeps the turns even while the server refuses", async () => {
    const { clock, cloudOne, log } = setUp({ requests: 10, kind: "sliding" });
    const huge = Array.from({ length: 300 }, (_, i) => cloudOne.users.describe(`huge-${i}`, { queue: "huge" }));
    const small = Array.from({ length: 20 }, (_, i) => cloudOne.users.describe(`small-${i}`, { queue: "small" }));
    await clock.run(Promise.all([...huge, ...small]));
    expect(log.paths.indexOf("/api/users/small-19")).toBeLessThan(32 + 2 * 20);
  });

  test("holds everything back while the server requests a pause, also during maintenance (503)", async () => {
    for (const status of [429, 503]) {
      const clock = new FakeClock();
      const { transport, log } = limitedServer(clock, NO_LIMIT);
      const start = clock.now();
      const sent: number[] = [];
      const cloudOne = createCloudOneClient(
        { apiKey: "key:s3cr3t-words" },
        {
          clock,
          rateLimiter: new RateLimiter({ clock, maxInFlight: 1 }),
          transport: async (request) => {
            sent.push(clock.now() - start);
            if (sent.length === 3) return { status, headers: { "retry-after": "30" }, body: "" };
            return transport(request);
          },
        },
      );
      await clock.run(Promise.all(Array.from({ length: 6 }, (_, i) => cloudOne.users.describe(`u${i}`))));
      expect(sent.slice(0, 4)).toEqual([0, 40, 80, 30_080]);
      expect(log.paths[2]).toBe("/api/users/u2");
    }
  });

  test("never exceeds a ceiling in any second, wherever the second starts", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.3, max: 40, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        async (most, work) => {
          const { clock, open, log } = setUp();
          const cloudOne = open(most);
          await clock.run(Promise.all(Array.from({ length: work }, (_, i) => cloudOne.users.describe(`u${i}`))));
          for (const at of log.taken) {
            const inSecond = log.taken.filter((other) => other >= at && other < at + 1000).length;
            expect(inSecond).toBeLessThanOrEqual(Math.max(1, most));
          }
          const seconds = ((log.taken.at(-1) ?? 0) - (log.taken[0] ?? 0)) / 1000;
          expect(seconds * most).toBeGreaterThanOrEqual(work - 1 - Math.max(1, most));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("uses the lowest ceiling of all its clients", () => {
    const { open, rateLimiter } = setUp();
    open(5);
    open(50);
    expect(rateLimiter.perSecond).toBeLessThanOrEqual(5);
    expect(rateLimiter.perSecond).toBeGreaterThan(4.5);
  });

  test("forgets a request whose transport failed", async () => {
    const clock = new FakeClock();
    const rateLimiter = new RateLimiter({ clock, maxInFlight: 1 });
    const dead = createCloudOneClient(
      { apiKey: "key:s3cr3t-words" },
      { clock, rateLimiter, transport: () => Promise.reject(new RangeError("killed")) },
    );
    await expect(clock.run(dead.users.delete("u1"))).rejects.toThrow("killed");
    await expect(clock.run(dead.users.delete("u1"))).rejects.toThrow("killed");
  });

  test("is one per base URL, key id and clock", () => {
    const clock = new FakeClock();
    const at = (baseUrl: string, keyId: string, own = clock) => rateLimiterFor({ baseUrl, keyId, clock: own });
    expect(at("https://a.example", "k")).toBe(at("https://a.example", "k"));
    expect(at("https://a.example", "k")).not.toBe(at("https://b.example", "k"));
    expect(at("https://a.example", "k")).not.toBe(at("https://a.example", "l"));
    expect(at("https://a.example", "k")).not.toBe(at("https://a.example", "k", new FakeClock()));
  });

  test("is shared by clients that were created separately", async () => {
    const clock = new FakeClock();
    const { transport, log } = limitedServer(clock, NO_LIMIT);
    const make = (secret: string) =>
      createCloudOneClient({ apiKey: `key:${secret}`, maxRequestsPerSecond: 10 }, { clock, transport });
    const [one, two] = [make("old-words"), make("new-words")];
    const work = [one, two].flatMap((client) => Array.from({ length: 50 }, (_, i) => client.users.describe(`u${i}`)));
    const start = clock.now();
    await clock.run(Promise.all(work));
    expect(log.taken).toHaveLength(100);
    expect(clock.now() - start).toBeGreaterThanOrEqual(9000);
  });
});
