import { expect, test } from "@jest/globals";
import { noteUse } from "../../../sdk/note-use.js";

test("reading a noted property calls back and returns its value, even if it is set later", () => {
  const set = { users: 1, name: "set" };
  let uses = 0;
  noteUse(set, ["users"], () => {
    uses += 1;
  });
  expect(set.name).toBe("set");
  expect(uses).toBe(0);
  expect(set.users).toBe(1);
  set.users = 2;
  expect(set.users).toBe(2);
  expect(uses).toBe(2);
  expect(Object.keys(set)).toEqual(["users", "name"]);
});

test("a property that is missing or computed is left alone", () => {
  const set = {
    get users() {
      return 1;
    },
  };
  noteUse(set, ["users", "roles"], () => {
    throw new Error("called back");
  });
  expect(set.users).toBe(1);
  expect("roles" in set).toBe(false);
});
