import { afterEach, beforeEach, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "../../../sdk/index.js";

const sent = new Map<string, Record<string, unknown>>();
const preview = (is: boolean) =>
  pulumi.runtime.setMocks(
    {
      newResource({ name, inputs }) {
        sent.set(name, inputs);
        return { id: name, state: inputs };
      },
      call: () => ({}),
    },
    "access",
    "dev",
    is,
  );
beforeEach(() => preview(false));
afterEach(() => sent.clear());

const registered = (resource: pulumi.CustomResource) => new Promise((resolve) => void resource.urn.apply(resolve));
/** What an output of a failed resource resolves to. */
const failed = <T>() => pulumi.output(pulumi.unknown) as unknown as pulumi.Output<T>;

function everyShape() {
  return new cloudone.UserAssignmentSet("set", {
    users: {
      "plain@example.com": "scanner",
      "here@example.com": pulumi.output("scanner"),
      "lost@example.com": failed<string>(),
      "inside@example.com": { roleId: failed<string>(), state: "enabled" },
      "promised@example.com": Promise.resolve("scanner"),
    },
    exclude: ["a@example.com", failed<string>()],
    removed: pulumi.output(undefined) as never,
    guard: { maxRemovals: failed<number>(), minimumAdmins: 2 },
    unmanaged: failed<"ignore">(),
  });
}

test("during up, a resource says where its arguments have values that may get lost", async () => {
  await registered(everyShape());
  expect(sent.get("set")?.__later).toEqual([
    [["users", "here@example.com"]],
    [["users", "lost@example.com"]],
    [["users", "inside@example.com", "roleId"]],
    [["users", "promised@example.com"]],
    [["exclude"], 2],
    [["guard", "maxRemovals"]],
    [["unmanaged"]],
  ]);
});

test("it reports nothing for plain arguments, or during preview", async () => {
  await registered(new cloudone.Role("role", { roleId: "r", name: "R", serviceRoleURNs: [] }));
  expect(Object.keys(sent.get("role") ?? {})).not.toContain("__later");
  await preview(true);
  await registered(everyShape());
  expect(Object.keys(sent.get("set") ?? {})).not.toContain("__later");
});

const members = () => JSON.parse('{"__proto__": "scanner", "a@example.com": "scanner"}');
const REFUSED = '"__proto__" cannot be the key of a member';

test("__proto__ as a member's key stops the program", () => {
  expect(() => new cloudone.UserAssignmentSet("s", { users: members() })).toThrow(REFUSED);
  expect(() => new cloudone.RoleSet("s", { roles: members() })).toThrow(REFUSED);
});
