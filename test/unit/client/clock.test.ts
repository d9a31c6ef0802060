import { expect, test } from "@jest/globals";
import { systemClock } from "../../../provider/client/index.js";

test("the system's clock gives the time of day, and never goes back", async () => {
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(60_000);
  const before = systemClock.now();
  await systemClock.sleep(0);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
});

test("the system's clock calls back later, unless cancelled", async () => {
  const done: string[] = [];
  systemClock.after?.(1, () => done.push("late"));
  systemClock.after?.(1, () => done.push("never")).cancel();
  await systemClock.sleep(20);
  expect(done).toEqual(["late"]);
});
