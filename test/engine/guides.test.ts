// Only the real engine runs the commands of the guides.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { Guide } from "./guides/guide.js";
import { type Cloud, type CloudOptions, createStack, describeEngine, ref, type Stack, startCloud } from "./harness.js";
import { AUDIT, READ, role, user } from "./scene.js";

const OLD = "old-key:secret-of-the-old-key";
const NEW = "new-key:secret-of-the-new-key";

const users = ["ann", "ben", "cem", "olga"].map((name) => ({
  email: `${name}@example.com`,
  roleID: name === "olga" ? "full-access" : "read-only",
}));

async function start(options: CloudOptions = {}): Promise<{ cloud: Cloud; stack: Stack }> {
  const cloud = await startCloud({ seed: { users }, ...options });
  return { cloud, stack: await createStack({ cloud, name: "production", passphrase: true }) };
}

/** Declares a role and every user, and runs up. */
async function declareAll(stack: Stack): Promise<void> {
  await stack.program([
    role("auditor"),
    user("ann", ref("auditor", "roleId")),
    ...["ben", "cem"].map((name) => user(name, "read-only")),
    user("olga", "full-access"),
  ]);
  await stack.up({ skipPreview: true });
}

const userOf = ({ emulator }: Cloud, name: string) => {
  const found = [...emulator.store.users.values()].find(({ email }) => email === `${name}@example.com`);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

describeEngine("the guides", () => {
  test("adopt an account with custom roles without a write, then find a planted drift and repair it", async () => {
    const roles = [{ id: "auditor", name: "Auditor", serviceRoleURNs: [READ, AUDIT] }];
    const { cloud, stack } = await start({ seed: { roles, users } });
    // The person's machine has this stack's home; the project is the exported one.
    const adopt = await Guide.open("adopt-an-existing-account", stack, {
      "<keyId>:<secret>": cloud.apiKey,
      "<where the state is kept>": `file://${join(stack.folder, "backend")}`,
    });
    const looked = await adopt.next("npm install pulumi-cloudone");
    expect(looked.output).toContain("olga@example.com");
    await adopt.next("npx pulumi-cloudone export --out access");
    adopt.folder = join(stack.folder, "access");
    // The stack of this test has the name in another project: the backend keeps them apart.
    await adopt.next("npm install");
    await adopt.next("export CLOUDONE_READ_ONLY=true");
    expect(cloud.emulator.writes()).toEqual([]);
    const program = join(adopt.folder, "index.ts");
    const exported = await readFile(program, "utf8");
    await writeFile(program, exported.replace('name: "Auditor"', 'name: "Auditors"'));
    await adopt.next("unset CLOUDONE_READ_ONLY");
    adopt.expectDone();
    expect(cloud.emulator.store.roles.get("auditor")?.name).toBe("Auditors");

    const nightly = await Guide.open("nightly-drift", stack);
    nightly.folder = adopt.folder;
    cloud.emulator.edit.modifyUser(userOf(cloud, "ben").id, { roleID: "full-access" });
    cloud.emulator.edit.addUser({ email: "eve@integrator.example", roleID: "read-only" });
    const found = await nightly.next("npx pulumi-cloudone drift", 2);
    expect(found.stdout).toMatch(/UserAssignment ben.*full-access.*eve@integrator\.example/s);
    await nightly.next("pulumi up --refresh");
    expect(userOf(cloud, "ben").roleID).toBe("read-only");
    await writeFile(join(nightly.folder, "drift-ignore.json"), nightly.code("json"));
    await nightly.next("npx pulumi-cloudone drift --stack production --ignore drift-ignore.json");
    expect(await stack.run(["stack", "init", "contractors", "--cwd", nightly.folder])).toMatchObject({ code: 0 });
    await nightly.next("npx pulumi-cloudone drift --stack production --stack contractors", 2);
    nightly.expectDone();
  });

  test("break-glass: the pause refuses every write and names itself; the return sets back what was raised by hand", async () => {
    const { cloud, stack } = await start();
    await declareAll(stack);
    const guide = await Guide.open("break-glass", stack);
    await guide.next("pulumi config set cloudone:guard");
    await guide.next("export CLOUDONE_READ_ONLY=true");
    stack.env.CLOUDONE_READ_ONLY = "true";
    cloud.emulator.clearRequests();
    await stack.program([role("auditor"), user("ann", "read-only")]);
    expect((await stack.up({ fails: true, skipPreview: true })).output).toContain("CLOUDONE_READ_ONLY");
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.program([role("auditor"), user("ann", ref("auditor", "roleId")), user("cem", "read-only")]);
    cloud.emulator.edit.modifyUser(userOf(cloud, "cem").id, { roleID: "full-access" });
    const found = await guide.next("npx pulumi-cloudone drift", 2);
    expect(found.stdout).toMatch(/UserAssignment cem.*actual +"full-access"/s);
    await stack.program([
      role("auditor"),
      user("ann", ref("auditor", "roleId")),
      ...["ben", "cem"].map((name) => user(name, "read-only")),
      user("olga", "full-access"),
    ]);
    const back = await guide.next("unset CLOUDONE_READ_ONLY");
    expect(back.output).toMatch(/cem@example\.com.*full-access → read-only/);
    expect(userOf(cloud, "cem").roleID).toBe("read-only");
    guide.expectDone();
  });

  test("rotate the key: in the environment at once; in the configuration up stores it, and --run-program gets past a 401", async () => {
    const apiKeys = [OLD, NEW].map((key) => ({
      id: key.split(":")[0] ?? "",
      secret: key.split(":")[1] ?? "",
      roleID: "full-access",
    }));
    const cloud = await startCloud({ apiKey: OLD, seed: { users, apiKeys } });
    const stack = await createStack({ cloud, credentials: "config", name: "production", mustNotLeak: [NEW] });
    await declareAll(stack);
    const guide = await Guide.open("rotate-the-key", stack, { "<new keyId>:<new secret>": NEW });
    cloud.emulator.clearRequests();
    stack.env.CLOUDONE_BASE_URL = cloud.url;
    await guide.next("export CLOUDONE_API_KEY");
    expect(new Set(cloud.emulator.requests.map(({ apiKeyId }) => apiKeyId))).toEqual(new Set(["new-key"]));
    // From here on the key is in the configuration alone.
    const configured = await Guide.open("rotate-the-key", stack, { "<new keyId>:<new secret>": NEW });
    configured.skip("export CLOUDONE_API_KEY");
    cloud.emulator.edit.revokeApiKey("old-key");
    expect((await stack.refresh({ fails: true })).output).toMatch(/401.*--run-program/s);
    await configured.next("pulumi config set --secret cloudone:apiKey");
    await configured.next("pulumi refresh --run-program");
    await stack.refresh({ expectNoChanges: true });
    await configured.next("export CLOUDONE_API_KEY");
    configured.expectDone();
  });

  test("leaving: everything is retained, only the state is removed", async () => {
    const { cloud, stack } = await start();
    await declareAll(stack);
    const guide = await Guide.open("leaving", stack);
    await stack.source(
      `${guide.code("typescript")}\nexport { default } from "../../test/engine/harness/run-program.ts";\n`,
    );
    cloud.emulator.clearRequests();
    await guide.next("export CLOUDONE_READ_ONLY=true");
    expect(cloud.emulator.writes()).toEqual([]);
    expect((await stack.run(["stack", "ls"])).stdout).not.toContain("production");
    await guide.next("npx pulumi-cloudone access --format csv");
    expect(await readFile(join(stack.folder, "access.csv"), "utf8")).toContain("olga@example.com");
    guide.expectDone();
  });

  test("a test runs the shell blocks of every guide", async () => {
    const folder = resolve(import.meta.dirname, "..", "..", "docs", "guides");
    // A unit test follows those that need no engine.
    const tests = [import.meta.filename, resolve(import.meta.dirname, "..", "unit", "guides", "access-review.test.ts")];
    const sources = (await Promise.all(tests.map((file) => readFile(file, "utf8")))).join("\n");
    const files = await readdir(folder);
    const texts = await Promise.all(files.map(async (name) => [name, await readFile(join(folder, name), "utf8")]));
    const withBlocks = texts.filter(([, text]) => text?.includes("```sh\n")).map(([name]) => name?.replace(".md", ""));
    expect(
      withBlocks.filter(
        (name) => ![`Guide.open("${name}"`, `docs/guides/${name}.md"`].some((way) => sources.includes(way)),
      ),
    ).toEqual([]);
  });
});
