// Only the real engine puts components around resources, and renames them by aliases.
import { expect, test } from "@jest/globals";
import { createStack, describeEngine, startCloud } from "./harness.js";
import { READ } from "./scene.js";

const PROGRAM = `
  import * as pulumi from "@pulumi/pulumi";
  import * as cloudone from "pulumi-cloudone";

  const role = (roleId) => ({ roleId, name: "Role " + roleId, serviceRoleURNs: ["${READ}"] });
  const roles = (roleId) => ({ roles: { [roleId]: { name: "Role " + roleId, serviceRoleURNs: ["${READ}"] } } });
  const team = (name, options, declare) => {
    const component = new pulumi.ComponentResource("my:access:Team", name, {}, options);
    declare(component);
    component.registerOutputs({});
    return component;
  };

  const twoRoles = team("two-roles", {}, (parent) => {
    new cloudone.Role("one", role("one"), { parent });
    new cloudone.Role("two", role("two"), { parent });
  });
  team("role-and-user", {}, (parent) => {
    const used = new cloudone.Role("used", role("used"), { parent });
    new cloudone.UserAssignment("ann", { email: "ann@example.com", roleId: used.roleId }, { parent });
  });
  team("sets", {}, (parent) => {
    new cloudone.Role("beside", role("beside"), { parent });
    const set = new cloudone.RoleSet("roles", roles("member"), { parent });
    new cloudone.UserAssignmentSet("people", { users: { "ben@example.com": set.roleIds.member } }, { parent });
  });
  team("outer", {}, (parent) => {
    team("inner", { parent }, (parent) => {
      new cloudone.Role("inner-1", role("inner-1"), { parent });
      new cloudone.Role("inner-2", role("inner-2"), { parent });
    });
    new cloudone.RoleSet("between", roles("between"), { parent });
  });
  team("with-options", {
    dependsOn: twoRoles,
    transforms: [({ props, opts }) => ({ props: { ...props, description: "by transform" }, opts })],
    transformations: [({ props, opts }) => ({ props, opts })],
  }, (parent) => {
    const mother = new cloudone.Role("mother", role("mother"), { parent });
    new cloudone.Role("child-1", role("child-1"), { parent: mother });
    new cloudone.Role("child-2", role("child-2"), { parent: mother, dependsOn: twoRoles });
  });
`;

const NAMES = ["one", "two", "used", "beside", "inner-1", "inner-2", "mother", "child-1", "child-2"];

describeEngine("under components", () => {
  test("all kinds come, keep their objects as a component is renamed, and go; nothing depends on a sibling", async () => {
    const cloud = await startCloud({
      seed: {
        users: [
          { id: "root", email: "root@example.com", roleID: "full-access" },
          { id: "ann", email: "ann@example.com", roleID: "read-only" },
          { id: "ben", email: "ben@example.com", roleID: "scanner", state: "disabled" },
        ],
      },
    });
    const stack = await createStack({ cloud });
    await stack.source(PROGRAM);
    const up = await stack.up({ skipPreview: true });
    expect(up.warnings("people").join()).toContain("stays disabled: ben@example.com");

    const { resources } = await stack.state();
    const nameOf = (urn: string) => urn.split("::").at(-1);
    const ours = resources.filter(({ type }) => type.includes("cloudone:"));
    const dependencies = ours.map(({ urn, dependencies = [] }) => [nameOf(urn), dependencies.map(nameOf).sort()]);
    expect(Object.fromEntries(dependencies)).toEqual({
      ...Object.fromEntries(NAMES.map((name) => [name, []])),
      roles: [],
      between: [],
      ann: ["used"],
      people: ["roles"],
      "child-2": ["one", "two"],
    });
    await stack.expectNoChanges({ refresh: true });

    cloud.emulator.clearRequests();
    const aliased = 'team("team-2", { aliases: [{ name: "two-roles" }] }';
    await stack.source(PROGRAM.replace('team("two-roles", {}', aliased));
    const renamed = await stack.up({ skipPreview: true });
    expect(renamed.ops).toMatchObject({ one: "same", two: "same" });
    expect(cloud.emulator.writes()).toEqual([]);

    await stack.destroy();
    expect(await stack.resourceNames()).toEqual([]);
    expect([...cloud.emulator.store.roles.keys()].filter((id) => NAMES.includes(id))).toEqual([]);
  });
});
