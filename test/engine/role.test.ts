import { beforeAll, expect, test } from "@jest/globals";
import type { Switches } from "../../emulator/index.js";
import {
  type Cloud,
  createStack,
  declare,
  describeEngine,
  type ProgramValue,
  type ResourceOptions,
  ref,
  type Stack,
  startCloud,
  unknownAtPreview,
} from "./harness.js";

const ACCOUNT = "012345678912";
const READ = `urn:cloudone:workload:us-1:${ACCOUNT}:role/read-only`;
const FULL = `urn:cloudone:workload:us-1:${ACCOUNT}:role/full-access`;
const AUDIT = `urn:cloudone:audit:us-1:${ACCOUNT}:role/read-only`;

/** A role whose Pulumi name is its id, unless said otherwise. */
function role(roleId: string, changes: Record<string, ProgramValue> = {}, options: ResourceOptions = {}) {
  const args = { roleId, name: `Role ${roleId}`, description: "", serviceRoleURNs: [READ, AUDIT], ...changes };
  return declare("Role", roleId, args, options);
}

const renamed = (declaration: ReturnType<typeof role>, name: string) => ({ ...declaration, name });

const MIXED = {
  modifySemantics: "replace",
  urnOrder: "reversed",
  descriptionDefault: null,
  endOfList: "null",
  maxLimit: 2,
  largeLimit: "reject",
  deleteGone: 404,
  deleteStatus: 200,
  unknownFields: true,
  apiKeyDescribe: "forbidden",
} as const satisfies Partial<Switches>;

describeEngine.each<[string, Partial<Switches>]>([
  ["by default", {}],
  ["with many switches turned", MIXED],
])("a role, %s", (_, switches) => {
  let cloud: Cloud;
  let stack: Stack;
  const roles = () => cloud.emulator.store.roles;
  const writes = () => cloud.emulator.writes().map(({ method, path }) => `${method} ${path}`);

  beforeAll(async () => {
    cloud = await startCloud({
      switches,
      seed: {
        roles: [{ id: "present", name: "Role present", description: "", serviceRoleURNs: [AUDIT, READ] }],
        users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }],
      },
    });
    stack = await createStack({ cloud });
  });

  test("is created, and one that is there as declared is taken over; then a preview and a refresh are empty", async () => {
    await stack.program([role("auditor"), role("present"), role("doomed", { description: undefined })], {
      urn: ref("auditor", "cloudOneUrn"),
    });
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ auditor: "create", present: "create", doomed: "create" });
    expect(cloud.emulator.writes()).toEqual([]);
    expect((await stack.up({ skipPreview: true })).ops).toEqual(preview.ops);
    expect(writes()).toEqual(["POST /roles", "POST /roles"]);
    expect(roles().get("auditor")).toMatchObject({ name: "Role auditor", serviceRoleURNs: [READ, AUDIT] });
    expect(await stack.resource("auditor")).toMatchObject({
      id: "auditor",
      outputs: { cloudOneUrn: roles().get("auditor")?.urn, created: expect.any(String) },
    });
    expect(await stack.outputs()).toEqual({ urn: roles().get("auditor")?.urn });
    await stack.expectNoChanges({ refresh: true });
  });
});
