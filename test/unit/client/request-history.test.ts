import { expect, test } from "@jest/globals";
import { RefusalWindow } from "../../../provider/client/pacing/refusal-window.js";
import { RequestHistory } from "../../../provider/client/pacing/request-history.js";

const WINDOW = { count: 1, spanMs: 1000 };

test("a request counts from when it was sent, unless its response shows that it was late", () => {
  const sent = new RequestHistory();
  sent.responded(sent.add(0), 50);
  const late = sent.add(2000);
  expect(sent.wait(WINDOW, 2000)).toBe(1000);
  sent.responded(late, 2150);
  expect(sent.wait(WINDOW, 2150)).toBe(950);
});

test("requests count in the order in which they may have arrived", () => {
  const sent = new RequestHistory();
  sent.responded(sent.add(0), 50);
  const late = sent.add(2000);
  sent.responded(sent.add(2100), 2150);
  sent.responded(late, 2400);
  expect(sent.wait({ count: 2, spanMs: 1000 }, 2400)).toBe(700);
  expect(sent.wait({ count: 1, spanMs: 1000 }, 2400)).toBe(950);
  expect(sent.wait({ count: 4, spanMs: 1000 }, 2400)).toBe(0);
});

test("a fast route that no longer exists is forgotten", () => {
  const sent = new RequestHistory();
  sent.responded(sent.add(0), 10);
  for (let i = 1; i <= 2500; i += 1) sent.responded(sent.add(i * 1000), i * 1000 + 110);
  expect(sent.wait(WINDOW, 2_500_110)).toBe(890);
});

test("a refused burst shows how many requests were accepted before it, including those that overtook it, but none after it", () => {
  const sent = new RequestHistory();
  for (const at of [0, 500, 999, 1000, 1001, 1004, 1006]) sent.add(at);
  const burst = new RefusalWindow(1020);
  burst.add({ sentAt: 1005, order: 7 }, 2020);
  burst.add({ sentAt: 1002, order: 8 }, 2021);
  // Within the second before 1002: 500, 999, 1000, 1001; and 1004, which overtook 1002.
  expect(burst.evidence(sent.all, 0)).toEqual({ perSecond: 5, taken: 5, isContradicted: false });
  expect(burst.evidence(sent.all, 900)).toMatchObject({ perSecond: 4 });
});
