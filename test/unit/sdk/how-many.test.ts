import { expect, test } from "@jest/globals";
import { howMany } from "../../../sdk/how-many.js";

test("every resource learns how many of its kind the program has declared at its first pause", async () => {
  const first = Promise.all([howMany("Role"), howMany("UserAssignment"), howMany("UserAssignment")]);
  expect(await first).toEqual([1, 2, 2]);
  expect(await howMany("UserAssignment")).toBe(3);
});
