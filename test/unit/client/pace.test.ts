import { describe, expect, jest, test } from "@jest/globals";
import { Pace } from "../../../provider/client/pacing/pace.js";

// Much work, on machines that may be slow; no test waits.
jest.setTimeout(60_000);

/** A server that takes so many a second, and a client that always has more to send. */
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
  test("has no bound before the server refuses anything", () => {
    const pace = new Pace();
    let waited = 0;
    for (let i = 0; i < 50_000; i += 1) {
      waited += pace.delay(0);
      pace.sent(0);
    }
    expect(waited).toBe(0);
    expect(pace.perSecond).toBe(Number.POSITIVE_INFINITY);
  });

  test("falls to a little less than what the server takes, at its first refusal", () => {
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

  test("rises by a bounded step a second, and not before it has waited for long", () => {
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

  test("is tried less and less often against a limit that stays", () => {
    const pace = new Pace();
    const { refused } = play(pace, 0, 3_600_000, () => 5);
    expect(refused).toBeLessThan(20);
  });

  test("keeps a greater distance where requests arrive unevenly", () => {
    const pace = new Pace();
    // As if arrivals drew together by 6 % of a second.
    const { refused } = play(pace, 0, 30_000, () => 20, 1060);
    expect(refused).toBeLessThan(6);
    expect(pace.perSecond).toBeGreaterThan(17);
    expect(pace.perSecond).toBeLessThanOrEqual(20 / 1.06);
  });

  test("is that of a longer window where the server asks for a longer pause", () => {
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

  test("can be less than one a second", () => {
    const pace = new Pace();
    for (let i = 0; i < 6; i += 1) pace.sent(i);
    pace.refused(pace.sent(6), 10, 60_000);
    expect(pace.delay(60_010)).toBe(0);
    expect(pace.perSecond).toBeGreaterThan(0.08);
    expect(pace.perSecond).toBeLessThan(0.11);
    pace.sent(60_010);
    expect(pace.delay(60_020)).toBeGreaterThan(9000);
  });

  test("rises at once after one refusal that came after few requests, until a second one confirms it", () => {
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

  test("halves where the server takes nothing again and again, and is never lost", () => {
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

  test("goes on falling where the server takes less than it seems to", () => {
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

  test("counts a request that was answered late as one that arrived late", () => {
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

  test("falls to no less than half at once", () => {
    const pace = new Pace();
    play(pace, 0, 5000, () => 40);
    const before = pace.perSecond;
    // The first refusal may be jitter. The second one, at the beginning of a run, tells that few were taken.
    for (const now of [20_000, 30_000]) {
      for (let i = 0; i < 3; i += 1) pace.sent(now);
      pace.refused(pace.sent(now), now + 10, 1000);
      pace.delay(now + 1010);
    }
    expect(pace.perSecond).toBeCloseTo(before / 2);
  });

  test("comes near to the limit again when the jitter is over", () => {
    const pace = new Pace();
    play(pace, 0, 30_000, () => 20, 1060);
    const far = pace.perSecond;
    play(pace, 30_000, 3_600_000, () => 20);
    expect(far).toBeLessThan(19);
    expect(pace.perSecond).toBeGreaterThan(19.7);
  });
});
