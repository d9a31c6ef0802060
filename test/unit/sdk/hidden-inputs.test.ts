import { expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "../../../sdk/index.js";

interface Request {
  getName(): string;
  getPropertydependenciesMap(): { entries(): IterableIterator<[string, { getUrnsList(): string[] }]> };
}

const entry = { name: "Entry", serviceRoleURNs: [] };

test("nothing that a resource sends besides its arguments depends on a resource, whatever its parent", async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
    call: () => ({}),
  });
  const monitor = pulumi.runtime.getMonitor() as { registerResource(request: Request, done: unknown): unknown };
  const register = monitor.registerResource.bind(monitor);
  const seen = new Map<string, Map<string, string[]>>();
  monitor.registerResource = (request, done) => {
    const dependencies = [...request.getPropertydependenciesMap().entries()];
    seen.set(request.getName(), new Map(dependencies.map(([key, urns]) => [key, urns.getUrnsList()])));
    return register(request, done);
  };

  const outer = new pulumi.ComponentResource("my:team", "outer");
  const parent = new pulumi.ComponentResource("my:team", "inner", {}, { parent: outer });
  const role = new cloudone.Role("role", { roleId: "r", ...entry }, { parent });
  const below = new cloudone.Role("below", { roleId: "b", ...entry }, { parent: role });
  const resources = [
    below,
    new cloudone.UserAssignment("user", { email: "ann@example.com", roleId: role.roleId }, { parent }),
    new cloudone.AccountSettings("account", { alias: role.name }, { parent: outer }),
    new cloudone.RoleSet("roles", { roles: { s: { ...entry, description: role.name } } }, { parent }),
    new cloudone.UserAssignmentSet("people", { users: { "ben@example.com": role.roleId } }, { parent: below }),
  ];
  await Promise.all(resources.map(({ id }) => new Promise((resolve) => void id.apply(resolve))));

  const hidden = [...seen].flatMap(([name, keys]) =>
    [...keys].filter(([key]) => key.startsWith("__")).map(([key, urns]) => ({ name, key, urns })),
  );
  expect(hidden.map(({ name }) => name)).toEqual(
    expect.arrayContaining(resources.map((one) => pulumi.resourceName(one))),
  );
  expect(hidden.filter(({ urns }) => urns.length > 0)).toEqual([]);
  expect(seen.get("user")?.get("roleId")).toHaveLength(1);
  expect(seen.get("people")?.get("users")).toHaveLength(1);
});
