// Only the real engine has other providers, several stacks of one program, and states that are rearranged.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { startCommand } from "./harness/command.js";
import { engineEnvironment } from "./harness/engine-environment.js";
import { createStack, describeEngine, startCloud } from "./harness.js";
import { READ } from "./scene.js";

const IMPORTS = 'import * as pulumi from "@pulumi/pulumi";\nimport * as cloudone from "pulumi-cloudone";\n';
/** A dynamic provider as in Pulumi's documentation: serialized with what it captures. */
const CLOSURE = `
const prefix = "made";
class Note extends pulumi.dynamic.Resource {
  constructor(name, text) {
    super({ create: async (inputs) => ({ id: prefix + "-" + inputs.text, outs: inputs }) }, name, { text });
  }
}
`;
const role = (name: string, id = name) =>
  `new cloudone.Role("${name}", { roleId: "${id}", name: "${id}", serviceRoleURNs: ["${READ}"] });\n`;
const set = 'new cloudone.UserAssignmentSet("team", { users: { "ann@example.com": "read-only" } });\n';
const note = 'const note = new Note("note", "one");\nexport const id = note.id;\n';

const withAnn = () => startCloud({ seed: { users: [{ email: "ann@example.com", roleID: "read-only" }] } });

describeEngine("beside others, in states and stacks that are rearranged", () => {
  test("a program with a closure's dynamic provider; state rename and state move keep every object", async () => {
    const cloud = await withAnn();
    const stack = await createStack({ cloud, passphrase: true });
    const roles = () => [...cloud.emulator.store.roles.keys()].filter((id) => ["auditor", "reader"].includes(id));
    await stack.source(IMPORTS + CLOSURE + role("auditor") + role("reader") + set + note);
    expect((await stack.up({ skipPreview: true })).op("note")).toBe("create");
    expect(await stack.outputs()).toEqual({ id: "made-one" });

    const { urn } = await stack.resource("auditor");
    const renamed = await stack.run(["state", "rename", urn, "inspector", "--yes", "--stack", stack.name]);
    expect(renamed).toMatchObject({ code: 0 });
    await stack.source(IMPORTS + CLOSURE + role("inspector", "auditor") + role("reader") + set + note);
    cloud.emulator.clearRequests();
    await stack.expectNoChanges({ refresh: true });

    const other = await createStack({ cloud, folder: stack.folder, name: "other" });
    const move = ["state", "move", "--source", stack.name, "--dest", other.name, "--yes"];
    const moved = await stack.run([...move, (await stack.resource("reader")).urn, (await stack.resource("team")).urn]);
    expect(moved).toMatchObject({ code: 0 });
    await stack.source(IMPORTS + CLOSURE + role("inspector", "auditor") + note);
    await stack.expectNoChanges();
    await stack.source(IMPORTS + role("reader") + set);
    await other.expectNoChanges({ refresh: true });
    expect(cloud.emulator.writes()).toEqual([]);

    await other.destroy();
    expect(roles()).toEqual(["auditor"]);
    await stack.destroy();
    expect(roles()).toEqual([]);
  });

  test("two accounts are two stacks of one program, and neither stack's key reaches the other's account", async () => {
    const [one, two] = await Promise.all(
      ["111111111111", "222222222222"].map((id) => startCloud({ seed: { account: { id } } })),
    );
    if (one === undefined || two === undefined) throw new Error("there are not two accounts");
    const config = (accountId: string) => ({ "cloudone:accountId": accountId });
    const dev = await createStack({ cloud: one, credentials: "config", config: config("111111111111"), name: "one" });
    const { folder } = dev;
    await dev.source(`${IMPORTS}new cloudone.Role(pulumi.getStack(), {
      roleId: "auditor", name: pulumi.getStack(), serviceRoleURNs: [],
    });\n`);
    await dev.up({ skipPreview: true });
    const account = config("222222222222");
    const prod = await createStack({ cloud: two, credentials: "config", config: account, folder, name: "two" });
    await prod.up({ skipPreview: true });
    const name = (cloud: typeof one) => cloud.emulator.store.roles.get("auditor")?.name;
    expect([name(one), name(two)]).toEqual(["one", "two"]);

    const before = [one.emulator.snapshot(), two.emulator.snapshot()];
    await prod.setConfig("cloudone:baseUrl", one.url);
    const refused = await prod.refresh({ runProgram: true, fails: true });
    expect(refused.output).toMatch(/111111111111[\s\S]*222222222222|222222222222[\s\S]*111111111111/);
    expect([one.emulator.snapshot(), two.emulator.snapshot()]).toEqual(before);
  });

  test("the Automation API takes a stack with a local and with an inline program from up to destroy", async () => {
    const cloud = await withAnn();
    const stack = await createStack({ cloud });
    await stack.source(IMPORTS + role("local") + set);
    const script = `import * as automation from "@pulumi/pulumi/automation/index.js";
${IMPORTS}
const program = async () => { const inline = ${role("inline").trim()} return { urn: inline.cloudOneUrn }; };
const local = await automation.LocalWorkspace.selectStack({ stackName: "dev", workDir: "." });
const inline = await automation.LocalWorkspace.createStack({ stackName: "inline", projectName: "inline", program });
const seen = [];
for (const stack of [local, inline]) {
  const up = await stack.up();
  await stack.preview({ expectNoChanges: true });
  await stack.refresh({ expectNoChanges: true });
  const { resourceChanges } = (await stack.destroy()).summary;
  seen.push([up.summary.resourceChanges, Object.keys(up.outputs), resourceChanges]);
}
console.log("SEEN" + JSON.stringify(seen));
`;
    await writeFile(join(stack.folder, "automation.mjs"), script);
    const env = { ...engineEnvironment(stack.folder), ...stack.env };
    const options = { cwd: stack.folder, env, timeoutSeconds: 240 };
    const { code, output, stdout } = await startCommand("node", ["automation.mjs"], options).done;
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(JSON.parse(stdout.slice(stdout.indexOf("SEEN") + 4))).toEqual([
      [{ create: 3 }, [], { delete: 3 }],
      [{ create: 2 }, ["urn"], { delete: 2 }],
    ]);
    expect(cloud.emulator.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /roles",
      "DELETE /roles/local",
      "POST /roles",
      "DELETE /roles/inline",
    ]);
  }, 300_000);
});
