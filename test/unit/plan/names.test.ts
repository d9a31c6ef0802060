import { describe, expect, test } from "@jest/globals";
import { classIn, typeToken } from "../../../provider/plan/objects.js";
import { plainKeys } from "../../../provider/plan/plain-keys.js";
import { accountOfSet, parseSetId, setId } from "../../../provider/plan/set-id.js";
import { identityUrn, ownerInUrn, serviceRoleIn } from "../../../provider/plan/urn.js";

const OWNER = { region: "us-1", accountId: "012345678912" };

describe("a URN", () => {
  test("that is built is read as it was built", () => {
    const urn = identityUrn(OWNER, "role/auditor");
    expect(urn).toBe("urn:cloudone:identity:us-1:012345678912:role/auditor");
    expect(ownerInUrn(urn)).toEqual(OWNER);
    expect(serviceRoleIn(urn)).toBe("auditor");
  });

  test.each([
    "urn:other:identity:us-1:012345678912:role/auditor",
    "urn:cloudone:identity:us-1:12345678912:role/auditor",
    "urn:cloudone:identity:us-1:0123456789123:role/auditor",
    "012345678912",
    undefined,
  ])("proves no account if it is %j", (urn) => {
    expect(ownerInUrn(urn)).toBeUndefined();
  });

  test("of a user names no service role", () => {
    expect(serviceRoleIn(identityUrn(OWNER, "user/role/auditor"))).toBeUndefined();
  });
});

describe("the id of a set", () => {
  test("that is built is read as it was built", () => {
    const id = setId("users", OWNER.accountId, "0a1b2c3d");
    expect(id).toBe("users/012345678912/0a1b2c3d");
    expect(parseSetId(id)).toEqual({ collection: "users", accountId: OWNER.accountId });
  });

  test.each(["auditor", "groups/012345678912/0a1b2c3d", "roles/1/0a1b2c3d", "roles/012345678912/0a1b2c3"])(
    "is not %s",
    (id) => {
      expect(parseSetId(id)).toBeUndefined();
    },
  );

  test("names its account even if it is faulty, so that the key is held against it", () => {
    expect(accountOfSet("roles/1/x")).toBe("1");
    expect(accountOfSet("auditor")).toBeUndefined();
  });
});

test("a type names its class, also behind those of its parents", () => {
  expect(classIn(typeToken("RoleSet"))).toBe("RoleSet");
  expect(classIn(`my:team$${typeToken("Role")}`)).toBe("Role");
  expect(classIn(`${typeToken("Role")}$my:team`)).toBeUndefined();
  expect(classIn("pulumi-nodejs:dynamic:Resource")).toBeUndefined();
});

test("a declaration has the keys of its object or of its members, folded, as far as they are known", () => {
  expect(plainKeys("Role", { roleId: "auditor", name: "Auditor" })).toEqual(["auditor"]);
  expect(plainKeys("UserAssignment", { email: "Ann@Example.com" })).toEqual(["ann@example.com"]);
  expect(plainKeys("UserAssignmentSet", { users: { "Ann@Example.com": "auditor" } })).toEqual(["ann@example.com"]);
  expect(plainKeys("RoleSet", { roles: "04da6b54" })).toEqual([]);
  expect(plainKeys("AccountSettings", { alias: "Example" })).toEqual([]);
});
