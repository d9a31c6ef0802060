import { expect, test } from "@jest/globals";
import { AccountSettings, Role, RoleSet, UserAssignment, UserAssignmentSet } from "../../../sdk/index.js";

const opts = { import: "id" };

test.each([
  ["Role", () => new Role("x", { roleId: "x", name: "X", serviceRoleURNs: [] }, opts)],
  ["UserAssignment", () => new UserAssignment("x", { email: "x@example.com", roleId: "read-only" }, opts)],
  ["AccountSettings", () => new AccountSettings("x", {}, opts)],
  ["RoleSet", () => new RoleSet("x", { roles: {} }, opts)],
  ["UserAssignmentSet", () => new UserAssignmentSet("x", { users: {} }, opts)],
])("%s refuses opts.import, and says what works instead", (kind, make) => {
  expect(make).toThrow(
    `${kind} 'x': opts.import is set, which Pulumi's dynamic resources cannot do. Remove it: create takes`,
  );
  expect(make).toThrow("pulumi import --file DIR/import.json");
});
