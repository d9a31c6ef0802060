import { once } from "node:events";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { execa } from "execa";
import { AccountSettings, Role, RoleSet, UserAssignment, UserAssignmentSet } from "../../sdk/index.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
const PACK = join(REPOSITORY, "examples", "policy-pack");
const require = createRequire(import.meta.url);
const { AnalyzerClient } = require("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
const messages = require("@pulumi/pulumi/proto/analyzer_pb.js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");
const grpc = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js");

type Properties = Record<string, unknown>;
interface Resource {
  kind: string;
  name: string;
  properties: Properties;
}

let host: { kill(): boolean };
let client: InstanceType<typeof AnalyzerClient>;

/** As the engine does: Pulumi's script for policy packs runs the example, and responds over gRPC. */
beforeAll(async () => {
  const script = join(REPOSITORY, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack", "index.js");
  const started = execa(process.execPath, [script, "127.0.0.1:1", PACK], {
    cwd: PACK,
    stderr: "inherit",
    reject: false,
  });
  host = started;
  const [port] = (await once(started.stdout, "data")) as [Buffer];
  client = new AnalyzerClient(`127.0.0.1:${String(port).trim()}`, grpc.credentials.createInsecure());
});

afterAll(() => {
  client?.close();
  host?.kill();
});

const typeOf = (kind: string) => `pulumi-nodejs:dynamic/cloudone:${kind}`;
const urnOf = ({ kind, name }: Resource) => `urn:pulumi:dev::access::${typeOf(kind)}::${name}`;

function fill<T extends { setType(type: string): void }>(message: T, resource: Resource): T {
  const filled = message as T & Record<"setUrn" | "setName" | "setProperties" | "setOptions", (value: unknown) => void>;
  filled.setType(typeOf(resource.kind));
  filled.setUrn(urnOf(resource));
  filled.setName(resource.name);
  filled.setOptions(new messages.AnalyzerResourceOptions());
  filled.setProperties(Struct.fromJavaScript(resource.properties));
  return filled;
}

/** The pack's violations for a program with these resources. */
async function violations(...resources: Resource[]): Promise<string[]> {
  const call = (method: string, request: unknown) =>
    new Promise<string[]>((done, reject) => {
      client[method](request, (error: Error | null, response: { getDiagnosticsList(): { getMessage(): string }[] }) =>
        error === null ? done(response.getDiagnosticsList().map((one) => one.getMessage())) : reject(error),
      );
    });
  const each = [];
  for (const one of resources) each.push(...(await call("analyze", fill(new messages.AnalyzeRequest(), one))));
  const stack = new messages.AnalyzeStackRequest();
  stack.setResourcesList(resources.map((one) => fill(new messages.AnalyzerResource(), one)));
  return [...each, ...(await call("analyzeStack", stack))].map((text) => text.split("\n").at(-1) ?? "");
}

const FULL_IDENTITY = "urn:cloudone:identity:us-1:012345678912:role/full-access";
const user = (properties: Properties): Resource => ({ kind: "UserAssignment", name: "one", properties });
const set = (users: Properties): Resource => ({ kind: "UserAssignmentSet", name: "team", properties: { users } });

test("every class carries its type, by which policy packs recognize its resources", () => {
  for (const Class of [Role, UserAssignment, AccountSettings, RoleSet, UserAssignmentSet]) {
    const kind = Class.name;
    expect(Class.__pulumiType).toBe(typeOf(kind));
    expect(Class.isInstance({ __pulumiType: typeOf(kind) })).toBe(true);
    expect(Class.isInstance({ __pulumiType: typeOf(`${kind}s`) })).toBe(false);
    expect(Class.isInstance(undefined)).toBe(false);
  }
});

describe("the example pack, run by @pulumi/policy", () => {
  test("allows the company's own people any role", async () => {
    expect(
      await violations(
        user({ email: "Ann@Example.com", roleId: "full-access" }),
        set({ "ben@example.com": "full-access", "cem@example.com": { roleId: "read-only" } }),
      ),
    ).toEqual([]);
  });

  test("an admin must be declared by email, since a user id does not show the address", async () => {
    const reason =
      "user u-1 gets the admin role full-access: declare the user by email, so that the address can be judged.";
    expect(await violations(user({ userId: "u-1", roleId: "full-access" }))).toEqual([reason]);
    expect(await violations(user({ userId: "u-1", roleId: "read-only" }))).toEqual([]);
  });

  test("no outside address gets an admin role, alone, in a set, or when access ends", async () => {
    const text = (email: string, role: string) =>
      `${email} is outside the company and may not have the admin role ${role}.`;
    const until = "2027-01-31";
    expect(
      await violations(
        { kind: "Role", name: "keys", properties: { roleId: "keys", serviceRoleURNs: [FULL_IDENTITY] } },
        {
          kind: "RoleSet",
          name: "roles",
          properties: { roles: { boss: { name: "Boss", serviceRoleURNs: [FULL_IDENTITY.toUpperCase()] } } },
        },
        user({ email: "eve@outside.example", roleId: "full-access", until }),
        set({
          "fay@outside.example": { roleId: "keys", until },
          "gus@outside.example": { roleId: "read-only", until, then: { roleId: "boss" } },
          "hal@outside.example": { roleId: "read-only", until },
        }),
      ),
    ).toEqual([
      text("eve@outside.example", "full-access"),
      text("fay@outside.example", "keys"),
      text("gus@outside.example", "boss"),
    ]);
  });

  test("access of outside addresses has an end", async () => {
    const text = (email: string) => `${email} is outside the company: declare until.`;
    expect(
      await violations(
        user({ email: "eve@outside.example", roleId: "read-only" }),
        set({
          "fay@outside.example": "read-only",
          "gus@outside.example": { roleId: "read-only", until: "2027-01-31" },
        }),
      ),
    ).toEqual([text("eve@outside.example"), text("fay@outside.example")]);
  });
});
