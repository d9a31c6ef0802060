import { describe, expect, jest, test } from "@jest/globals";
import { Pace } from "../../../provider/client/pacing/pace.js";

// Much computation, for slow machines; no test waits.
jest.setTimeout(60_000);

/** A server that accepts this many requests per second, and a client that always has more to send. */
function play(pace: Pace, from: number, untilMs: number, limit: (now: number) => number, windowMs = 1000) {
  const taken: number[] = [];
  let now = from;
  let refused = 0;
  while (now < untilMs) {
    const wait = pace.delay(now);
    now += wait;
    if (wait > 0) continue;
    const request = pace.sent(now);
    const most = limit(now);
    if ((taken.at(-most) ?? Number.NEGATIVE_INFINITY) > now - windowMs) {
      pace.refused(request, now, 1000);
      refused += 1;
      now += 1000;
    } else {
      taken.push(now);
      now += 1;
    }
  }
  return { taken, refused, perSecond: taken.filter((at) => at > untilMs - 10_000).length / 10 };
}

describe("the pace", () => {
  test("has no limit before the server refuses anything", () => {
    const pace = new Pace();
    let waited = 0;
    for (let i = 0; i < 50_000; i += 1) {
      waited += pace.delay(0);
      pace.sent(0);
    }
    expect(waited).toBe(0);
    expect(pace.perSecond).toBe(Number.POSITIVE_INFINITY);
  });

  test("falls to a little below the server's rate at its first refusal", () => {
    const pace = new Pace();
    const { refused } = play(pace, 0, 20_000, () => 20);
    expect(refused).toBe(1);
    expect(pace.perSecond).toBeGreaterThan(19);
    expect(pace.perSecond).toBeLessThan(20);
  });

  test("falls with the server, and rises with it again", () => {
    const pace = new Pace();
    play(pace, 0, 60_000, () => 50);
    const fallen = play(pace, 60_000, 120_000, () => 10);
    expect(fallen.perSecond).toBeGreaterThan(8);
    expect(fallen.refused).toBeLessThan(12);
    const risen = play(pace, 120_000, 400_000, () => 40);
    expect(risen.perSecond).toBeGreaterThan(37);
  });

  test("rises by a limited step per second, and only after a long wait", () => {
    const pace = new Pace();
    play(pace, 0, 5000, () => 10);
    const learnt = pace.perSecond;
    play(pace, 5000, 59_000, () => 1000);
    expect(pace.perSecond).toBe(learnt);
    play(pace, 59_000, 71_000, () => 1000);
    expect(pace.perSecond).toBeGreaterThan(learnt + 5);
    expect(pace.perSecond).toBeLessThan(learnt + 12);
  });

  test("does not rise while nothing waits for it", () => {
    const pace = new Pace();
    play(pace, 0, 5000, () => 10);
    const learnt = pace.perSecond;
    for (let now = 60_000; now < 600_000; now += 1000) {
      expect(pace.delay(now)).toBe(0);
      pace.sent(now);
    }
    expect(pace.perSecond).toBe(learnt);
  });

  test("is tested less and less often against a constant limit", () => {
    const pace = new Pace();
    const { refused } = play(pace, 0, 3_600_000, () => 5);
    expect(refused).toBeLessThan(20);
  });

  test("keeps a greater distance if requests arrive unevenly", () => {
    const pace = new Pace();
    // As if arrivals moved together by 6 % of a second.
    const { refused } = play(pace, 0, 30_000, () => 20, 1060);
    expect(refused).toBeLessThan(6);
    expect(pace.perSecond).toBeGreaterThan(17);
    expect(pace.perSecond).toBeLessThanOrEqual(20 / 1.06);
  });

  test("is that of a longer window if the server requests a longer pause", () => {
    const pace = new Pace();
    for (let i = 0; i < 600; i += 1) {
      expect(pace.delay(i)).toBe(0);
      pace.sent(i);
    }
    pace.refused(pace.sent(600), 620, 60_000);
    expect(pace.delay(60_620)).toBe(0);
    expect(pace.perSecond).toBeGreaterThan(9);
    expect(pace.perSecond).toBeLessThan(10.1);
  });

  test("can be less than one per second", () => {
    const pace = new Pace();
    for (let i = 0; i < 6; i += 1) pace.sent(i);
    pace.refused(pace.sent(6), 10, 60_000);
    expect(pace.delay(60_010)).toBe(0);
    expect(pace.perSecond).toBeGreaterThan(0.08);
    expect(pace.perSecond).toBeLessThan(0.11);
    pace.sent(60_010);
    expect(pace.delay(60_020)).toBeGreaterThan(9000);
  });

  test("rises immediately after a single refusal that came after few requests, until a second one confirms it", () => {
    const pace = new Pace();
    const send = (count: number, from: number) => {
      let now = from;
      for (let i = 0; i < count; ) {
        const wait = Math.min(1000, pace.delay(now));
        now += wait;
        if (wait > 0) continue;
        pace.taken(pace.sent(now), now);
        i += 1;
      }
      return now;
    };
    const start = send(6, 0);
    pace.refused(pace.sent(start), start, 10_000);
    const end = send(60, start + 10_000);
    expect(end - start).toBeLessThan(18_000);
    for (let now = end, episode = 0; episode < 2; episode += 1) {
      now = send(6, now + 20_000);
      pace.refused(pace.sent(now), now, 10_000);
    }
    const again = send(60, end + 60_000);
    expect(again - end).toBeGreaterThan(100_000);
  });

  test("halves while the server keeps refusing everything, but never reaches 0", () => {
    const pace = new Pace();
    play(pace, 0, 5000, () => 40);
    let now = 5000;
    let before = pace.perSecond;
    for (let episode = 0; episode < 20; episode += 1) {
      now += 5000;
      const burst = Array.from({ length: 10 }, () => {
        now += pace.delay(now);
        return pace.sent(now);
      });
      for (const request of burst) pace.refused(request, now, 1000);
      now += 1000;
      pace.delay(now);
      expect(pace.perSecond).toBeLessThanOrEqual(before);
      expect(pace.perSecond).toBeGreaterThan(0.4);
      before = pace.perSecond;
    }
    expect(pace.perSecond).toBeLessThan(2);
  });

  test("keeps falling if the server accepts less than it seems to", () => {
    const pace = new Pace();
    play(pace, 0, 5000, () => 40);
    let now = 5000;
    for (let episode = 0; episode < 40; episode += 1) {
      for (let i = 0; i < 50; i += 1) {
        now += pace.delay(now);
        pace.sent(now);
      }
      now += pace.delay(now);
      pace.refused(pace.sent(now), now, 1000);
      now += 1000;
    }
    pace.delay(now);
    expect(pace.perSecond).toBeLessThan(10);
  });

  test("counts a request with a late response as one that arrived late", () => {
    const pace = new Pace();
    play(pace, 0, 5000, () => 2);
    expect(pace.perSecond).toBeCloseTo(2 / 1.01);
    for (let now = 10_000; now < 20_000; now += 1000) pace.taken(pace.sent(now), now + 50);
    const late = pace.sent(30_000);
    pace.taken(pace.sent(30_000), 30_050);
    pace.taken(late, 30_250);
    expect(pace.delay(31_000)).toBeCloseTo(10);
    pace.sent(31_010);
    expect(pace.delay(31_010)).toBeCloseTo(200);
  });

  test("falls by at most half at a time", () => {
    const pace = new Pace();
    play(pace, 0, 5000, () => 40);
    const before = pace.perSecond;
    // The first refusal may be jitter. The second, at the beginning of a run, shows that few were accepted.
    for (const now of [20_000, 30_000]) {
      for (let i = 0; i < 3; i += 1) pace.sent(now);
      pace.refused(pace.sent(now), now + 10, 1000);
      pace.delay(now + 1010);
    }
    expect(pace.perSecond).toBeCloseTo(before / 2);
  });

  test("approaches the limit again once the jitter is over", () => {
    const pace = new Pace();
    play(pace, 0, 30_000, () => 20, 1060);
    const far = pace.perSecond;
    play(pace, 30_000, 3_600_000, () => 20);
    expect(far).toBeLessThan(19);
    expect(pace.perSecond).toBeGreaterThan(19.7);
  });
});
