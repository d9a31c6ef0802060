import { expect, test } from "@jest/globals";
import { users } from "../../doubles/declarations.js";
import { setUp } from "../../doubles/scene.js";
import { RunFailed } from "../../doubles/stack.js";

const busy = { __beside: { role: [], user: [], busyWith: ["Timeout"] } };

test("a set beside a program that is still busy drops no one", async () => {
  const { stack, user, clear, writes } = setUp();
  const both = { "ann@example.com": "auditor", "bob@example.com": "auditor" };
  await stack.up([users(both)]);
  clear();
  const dropped = [users({ "ann@example.com": "auditor" }, busy)];
  const failure = await stack.up(dropped).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RunFailed);
  expect(String(failure)).toMatch(
    /still busy \(Timeout\).*nothing is taken from bob@example.com.*Declare the set after/s,
  );
  expect(writes()).toEqual([]);
  expect(user("u-bob")).toBe("auditor enabled");
});

test("a set beside a program that is still busy may take nothing away, and goes on", async () => {
  const { stack, user } = setUp();
  await stack.up([users({ "ann@example.com": "operator" }, busy)]);
  expect(user("u-ann")).toBe("operator enabled");
});
