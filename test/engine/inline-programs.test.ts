// Only the real engine runs inline programs of the Automation API.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { startCommand } from "./harness/command.js";
import { engineEnvironment } from "./harness/engine-environment.js";
import { createStack, describeEngine, startCloud } from "./harness.js";

/** Each program with how long its set waited to be sent, in milliseconds, and what it knew by then. */
type Waits = Record<string, { waited: number; beside: { role: string[]; busyWith?: string[] } }>;

const SCRIPT = `
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import * as automation from "@pulumi/pulumi/automation/index.js";
import * as cloudone from "pulumi-cloudone";

const waits = {};
async function preview(name, more) {
  const program = async () => {
    const monitor = pulumi.runtime.getMonitor();
    const register = monitor.registerResource.bind(monitor);
    const started = Date.now();
    monitor.registerResource = (request, done) => {
      const { __beside: beside } = request.getObject().toJavaScript();
      if (beside !== undefined) waits[name] = { waited: Date.now() - started, beside };
      return register(request, done);
    };
    return more(new cloudone.RoleSet("roles", { roles: { [name]: { name, serviceRoleURNs: [] } } }));
  };
  const stack = await automation.LocalWorkspace.createOrSelectStack({ stackName: name, projectName: "access", program });
  await stack.preview();
}
const later = () => new cloudone.Role("later", { roleId: "later", name: "Later", serviceRoleURNs: [] });

await Promise.all([
  preview("returned", async (set) => ({ ids: set.roleIds })),
  preview("derived", async (set) => ({ text: pulumi.interpolate\`the \${set.roleIds.derived}\` })),
]);
const interval = setInterval(() => undefined, 50);
const server = createServer().listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const socket = connect(server.address().port, "127.0.0.1");
await Promise.all([
  preview("beside", async (set) => ({ set })),
  preview("goes-on", async (set) => {
    await sleep(700);
    later();
    return { set };
  }),
  preview("unused", async () => {
    await sleep(4000);
    later();
  }),
  preview("held", async (set) => {
    await new Promise((resolve) => set.roleIds.apply(resolve));
  }),
]);
clearInterval(interval);
socket.destroy();
server.close();
await preview("waits", async (set) => {
  await new Promise((resolve) => set.roleIds.apply(resolve));
  return { set };
});
const ended = Date.now();
process.on("exit", () => console.log(JSON.stringify({ waits, left: Date.now() - ended })));
`;

const MOVE = `
import * as pulumi from "@pulumi/pulumi";
import * as automation from "@pulumi/pulumi/automation/index.js";
import * as cloudone from "pulumi-cloudone";

class Other extends pulumi.dynamic.Resource {
  constructor() {
    super({ create: async () => { throw new Error("out of order"); } }, "other", {});
  }
}
const stackOf = (program) =>
  automation.LocalWorkspace.createOrSelectStack({ stackName: "move", projectName: "access", program });
const before = await stackOf(async () => {
  new cloudone.UserAssignment("ann", { email: "ann@example.com", roleId: "scanner", deletionPolicy: "remove" });
});
await before.up();
const after = await stackOf(async () => {
  const roleId = new Other().id.apply(() => "scanner");
  new cloudone.UserAssignmentSet("people", { users: { "ann@example.com": roleId } });
});
const failure = await after.up({ continueOnError: true }).catch(({ message }) => message);
console.log("failed:", /nothing is deleted in this run/.exec(failure)?.[0]);
`;

describeEngine("an inline program of the Automation API", () => {
  test("sends its sets as soon as it has returned, side by side, beside intervals and open connections", async () => {
    const cloud = await startCloud();
    const stack = await createStack({ cloud });
    await writeFile(join(stack.folder, "inline.mjs"), SCRIPT);
    const env = { ...engineEnvironment(stack.folder), ...stack.env };
    const { code, output, stdout } = await startCommand("node", ["inline.mjs"], { cwd: stack.folder, env }).done;
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('{"waits":') });
    const { waits, left } = JSON.parse(stdout.slice(stdout.indexOf('{"waits":'))) as { waits: Waits; left: number };
    const known = Object.fromEntries(Object.entries(waits).map(([name, { beside }]) => [name, beside]));
    const nothing = { role: [], user: [] };
    const busyWith = expect.arrayContaining(["Timeout"]);
    expect(known).toEqual({
      returned: nothing,
      derived: nothing,
      beside: nothing,
      waits: nothing,
      "goes-on": { role: ["later"], user: [] },
      unused: { role: ["later"], user: [] },
      // Whether it goes on by itself is unknown.
      held: { ...nothing, busyWith },
    });
    const slow = Object.entries(waits).filter(([, { waited }]) => waited > 6_000);
    expect(slow).toEqual([]);
    expect(left).toBeLessThan(5_000);
  }, 240_000);

  test("deletes no one who moves to a set that was skipped because another provider's resource failed", async () => {
    const cloud = await startCloud({ seed: { users: [{ id: "ann", email: "ann@example.com", roleID: "scanner" }] } });
    const stack = await createStack({ cloud });
    await writeFile(join(stack.folder, "inline.mjs"), MOVE);
    const env = { ...engineEnvironment(stack.folder), ...stack.env };
    const { code, output } = await startCommand("node", ["inline.mjs"], { cwd: stack.folder, env }).done;
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining("failed: nothing is deleted in this run"),
    });
    expect(cloud.emulator.writes()).toEqual([]);
    expect(cloud.emulator.store.users.get("ann")).toMatchObject({ roleID: "scanner", state: "enabled" });
  });
});
