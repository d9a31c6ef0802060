import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "../../../sdk/index.js";
import { PROVIDER_TEXT } from "../../../sdk/provider-text.js";

const URN = "urn:cloudone:workload:us-1:012345678912:role/read-only";
const declared: pulumi.runtime.MockResourceArgs[] = [];

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource(resource) {
        declared.push(resource);
        return {
          id: resource.id || `${resource.name}-id`,
          state: { cloudOneUrn: `urn of ${resource.name}`, ...resource.inputs },
        };
      },
      call: () => ({}),
    },
    "access",
    "dev",
  );
});

const errors = jest.spyOn(console, "error").mockImplementation(() => undefined);
beforeEach(() => {
  declared.length = 0;
  errors.mockClear();
});
afterEach(() => pulumi.runtime.setAllConfig({}));

const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));
const reported = () => errors.mock.calls.map(([line]) => line);
/** Loading the plans and reporting the mistakes each take a turn of the event loop. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

describe("a class", () => {
  test("sends its arguments, the constant text and its own URN, and shows what the provider returns", async () => {
    const parent = new pulumi.ComponentResource("my:team", "team");
    const role = new cloudone.Role(
      "auditor",
      { roleId: "auditor", name: "Auditor", serviceRoleURNs: [URN] },
      { parent },
    );
    const ann = new cloudone.UserAssignment("ann", { email: "ann@example.com", roleId: role.roleId });
    const account = new cloudone.AccountSettings("account");
    expect(await resolved(role.cloudOneUrn)).toBe("urn of auditor");
    expect(await resolved(ann.roleId)).toBe("auditor");
    expect(await resolved(account.id)).toBe("account-id");
    const sorted = declared.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(sorted.filter(({ type }) => type !== "my:team")).toMatchObject([
      {
        type: "pulumi-nodejs:dynamic/cloudone:AccountSettings",
        inputs: { __provider: PROVIDER_TEXT.AccountSettings },
      },
      {
        type: "pulumi-nodejs:dynamic/cloudone:UserAssignment",
        inputs: { roleId: "auditor", __declaration: expect.stringContaining("cloudone:UserAssignment::ann") },
      },
      {
        type: "pulumi-nodejs:dynamic/cloudone:Role",
        inputs: {
          roleId: "auditor",
          serviceRoleURNs: [URN],
          __provider: PROVIDER_TEXT.Role,
          __declaration: "urn:pulumi:dev::access::my:team$pulumi-nodejs:dynamic/cloudone:Role::auditor",
        },
      },
    ]);
  });

  test("reads an existing object by its id, without complaining about missing arguments", async () => {
    const read = [
      cloudone.Role.get("role", "auditor"),
      cloudone.UserAssignment.get("user", "ann"),
      cloudone.AccountSettings.get("account", "012345678912"),
    ];
    expect(await Promise.all(read.map(({ id }) => resolved(id)))).toEqual(["auditor", "ann", "012345678912"]);
    await settled();
    expect(reported()).toEqual([]);
  });
});

describe("a set", () => {
  const roles = { auditor: { name: "Auditor", serviceRoleURNs: [URN] } };

  test("knows its role ids, and learns what else the program declares, even further down", async () => {
    const set = new cloudone.RoleSet("roles", { roles });
    new cloudone.UserAssignmentSet("people", { users: { "Ann@Example.com": set.roleIds.apply(() => "auditor") } });
    await Promise.resolve();
    new cloudone.Role("later", { roleId: "later", name: "Later", serviceRoleURNs: [] });
    new cloudone.Role("unknown", { roleId: pulumi.output("unknown"), name: "Unknown", serviceRoleURNs: [] });
    new cloudone.UserAssignment("bob", { email: "Bob@example.com", roleId: "later" });
    new cloudone.UserAssignment("cem", { userId: "cem-id", roleId: "later" });
    expect(await resolved(set.roleIds)).toEqual({ auditor: "auditor" });
    await settled();
    const inputs = declared.find(({ name }) => name === "roles")?.inputs;
    expect(inputs).toMatchObject({ roles, __provider: PROVIDER_TEXT.RoleSet });
    // It knows its own members, and a set of roles does not need users.
    expect(inputs.__beside.role).toContain("later");
    expect(inputs.__beside.role).not.toEqual(expect.arrayContaining(["auditor"]));
    expect(inputs.__beside.role).not.toContain("unknown");
    expect(inputs.__beside.user).toEqual([]);
    const beside = declared.find(({ name }) => name === "people")?.inputs.__beside;
    expect(beside.role).toEqual(expect.arrayContaining(["auditor", "later"]));
    expect(beside.user).toEqual(expect.arrayContaining(["bob@example.com", "cem-id"]));
    expect(beside.user).not.toContain("ann@example.com");
    expect(declared.find(({ name }) => name === "people")?.inputs.users).toEqual({ "Ann@Example.com": "auditor" });
  });

  test("shares that only with resources that Pulumi deletes before it replaces them", async () => {
    const dbr = { deleteBeforeReplace: true };
    new cloudone.UserAssignment("first", { email: "First@example.com", roleId: "read-only" }, dbr);
    new cloudone.Role("role", { roleId: "first", name: "First", serviceRoleURNs: [] }, dbr);
    await Promise.resolve();
    new cloudone.UserAssignment("second", { email: "Second@example.com", roleId: "read-only" });
    // A set, or a resource that is deleted first, waits for the end of the program, which takes longer on a busy machine.
    while (declared.length < 3) await settled();
    const beside = (name: string) => declared.find((one) => one.name === name)?.inputs.__beside;
    expect(beside("first").user).toContain("second@example.com");
    expect(beside("first").user).not.toContain("first@example.com");
    expect(beside("role")).toMatchObject({ user: [] });
    expect(beside("second")).toBeUndefined();
  });

  test("sends an undefined member as null, so that it does not look dropped", async () => {
    const undef = undefined as never;
    const roles = new cloudone.RoleSet("gaps", { roles: { auditor: undef, later: Promise.resolve(undef) as never } });
    const users = {
      "a@x.com": undef,
      "b@x.com": pulumi.output(undef),
      "c@x.com": "auditor",
      "d@x.com": { roleId: "r" },
    };
    const people = new cloudone.UserAssignmentSet("people with gaps", { users });
    const later = new cloudone.UserAssignmentSet("later", {
      users: Promise.resolve({ "a@x.com": undef, "c@x.com": "r" }) as never,
    });
    await Promise.all([roles, people, later].map(({ id }) => resolved(id)));
    const inputs = (of: string) => declared.find(({ name }) => name === of)?.inputs;
    expect(inputs("gaps").roles).toEqual({ auditor: null, later: null });
    expect(inputs("people with gaps").users).toEqual({ ...users, "a@x.com": null, "b@x.com": null });
    expect(inputs("later").users).toEqual({ "a@x.com": null, "c@x.com": "r" });
  });

  test("reports mistakes in its members", async () => {
    new cloudone.RoleSet("roles", { roles: { "Bad Id": { name: "Bad", serviceRoleURNs: ["nonsense"] } } });
    await settled();
    expect(reported().join("\n")).toMatch(/RoleSet 'roles': roles/);
  });
});

describe("mistakes", () => {
  test("in plain arguments are all reported, with the resource and the property", async () => {
    new cloudone.Role("a", { roleId: "Bad Id", name: " ", serviceRoleURNs: [URN, "nonsense"] });
    new cloudone.UserAssignment("b", { roleId: "auditor" });
    await settled();
    expect(reported()).toEqual([
      expect.stringContaining("Role 'a': roleId: \"Bad Id\": a role id must consist of"),
      expect.stringContaining("Role 'a': name: a role's name must not be empty"),
      expect.stringContaining("Role 'a': serviceRoleURNs[1]: a service role URN has the form"),
      expect.stringContaining("UserAssignment 'b': email, userId: exactly one of them says who this is; neither given"),
    ]);
  });

  test("in promises and outputs are left to check, which knows their values; the plain rest is judged", async () => {
    new cloudone.Role("a", {
      roleId: pulumi.output("Bad Id"),
      name: Promise.resolve(" "),
      serviceRoleURNs: [pulumi.output("nonsense"), "plain nonsense"],
    });
    new cloudone.UserAssignment("b", { email: pulumi.secret("nobody"), roleId: Promise.resolve("Bad Id") });
    await settled();
    expect(reported()).toEqual([expect.stringContaining("Role 'a': serviceRoleURNs[1]: ")]);
  });

  test("never show a value that may be a secret", async () => {
    new cloudone.Role("a", { roleId: "a", name: "A", description: 5 as never, serviceRoleURNs: ["s3cret"] });
    await settled();
    expect(reported()).toHaveLength(2);
    expect(reported().join()).not.toMatch(/s3cret|\b5\b/);
  });
});

describe("a key in plain-text configuration", () => {
  const declare = () => new cloudone.AccountSettings("account", {});
  const refusal = "pulumi config set --secret cloudone:apiKey <keyId>:<secret>";

  test("is refused with the command that fixes it, and not shown", () => {
    pulumi.runtime.setAllConfig({ "cloudone:apiKey": "key:s3cret" });
    expect(declare).toThrow(refusal);
    expect(declare).not.toThrow("s3cret");
  });

  test("is accepted as a secret", () => {
    pulumi.runtime.setAllConfig({ "cloudone:apiKey": "key:s3cret" }, ["cloudone:apiKey"]);
    expect(declare).not.toThrow();
  });

  test.each([
    ["http://127.0.0.1:8080/api", true],
    ["http://localhost/api", true],
    ["http://[::1]:8080", true],
    ["http://127.0.0.1.example.com/api", false],
    ["http://localhost.example.com/api", false],
    ["https://accounts.cloudone.trendmicro.com/api", false],
  ])("is allowed for a server on this machine: %s", (url, accepted) => {
    pulumi.runtime.setAllConfig({ "cloudone:apiKey": "key:s3cret", "cloudone:baseUrl": url });
    if (accepted) expect(declare).not.toThrow();
    else expect(declare).toThrow(refusal);
  });
});

test("an end, and what follows it, reach the provider as declared, plain or as outputs", async () => {
  const role = new cloudone.Role("reader", { roleId: "reader", name: "Reader", serviceRoleURNs: [URN] });
  const until = pulumi.output(Promise.resolve("2027-01-31"));
  const one = new cloudone.UserAssignment("ann", {
    email: "ann@example.com",
    roleId: "full-access",
    until,
    then: { roleId: role.roleId },
  });
  const set = new cloudone.UserAssignmentSet("team", {
    users: {
      "ben@example.com": { roleId: "full-access", until, then: { roleId: role.roleId } },
      "cem@example.com": { roleId: "full-access", until: "2027-01-31", then: "disable" },
    },
  });
  await Promise.all([resolved(one.urn), resolved(set.urn)]);
  const inputs = (name: string) => declared.find((resource) => resource.name === name)?.inputs;
  expect(inputs("ann")).toMatchObject({ until: "2027-01-31", then: { roleId: "reader" } });
  expect(inputs("team")?.users).toEqual({
    "ben@example.com": { roleId: "full-access", until: "2027-01-31", then: { roleId: "reader" } },
    "cem@example.com": { roleId: "full-access", until: "2027-01-31", then: "disable" },
  });
  // Awaiting a resource gives the resource: it is not a promise.
  expect(await one).toBe(one);
});
