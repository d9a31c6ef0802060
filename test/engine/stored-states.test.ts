// Only the real engine writes checkpoints, and reads those of an earlier version.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { program, SEED } from "../states/programs.js";
import { seedOf } from "../states/seed-of.js";
import { type Cloud, createStack, describeEngine, type Stack, startCloud } from "./harness.js";
import { ACCOUNT } from "./scene.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
const STATES = join(REPOSITORY, "test", "states");
const VERSIONS = readdirSync(STATES, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
const WRITES = process.env.PULUMI_CLOUDONE_WRITE_STATES;

/** Writes the state, the account and the program as they are now, without the path of this checkout. */
async function write(version: string, cloud: Cloud, stack: Stack): Promise<void> {
  const folder = join(STATES, version);
  if (existsSync(folder)) throw new Error(`${folder} is there: a stored set is never edited.`);
  const json = (content: unknown) => `${JSON.stringify(content, null, 2)}\n`;
  const files = {
    "account.json": json(cloud.emulator.store.copy()[ACCOUNT]),
    "deployment.json": json(await stack.state())
      .replaceAll(stack.folder, "/access")
      .replaceAll(REPOSITORY, "/package"),
    "program.js": program(false),
  };
  await mkdir(folder);
  const hash = createHash("sha256");
  for (const [name, text] of Object.entries(files)) {
    hash.update(`${name}\n${text}`);
    await writeFile(join(folder, name), text);
  }
  const sums = join(STATES, "checksums.json");
  const known = JSON.parse(readFileSync(sums, "utf8")) as Record<string, string>;
  await writeFile(sums, json({ ...known, [version]: hash.digest("hex") }));
}

describeEngine("a stack that an earlier version wrote", () => {
  const writing = WRITES === undefined ? [] : [WRITES];
  for (const version of writing)
    test(`is written: ${version}`, async () => {
      const cloud = await startCloud({ seed: SEED });
      const stack = await createStack({ cloud, secrets: { "cloudone:apiKey": cloud.apiKey } });
      await stack.source(program(true));
      await stack.up();
      cloud.emulator.edit.modifyUser("kim", { roleID: "old" });
      await stack.source(program(false));
      await stack.up();
      expect((await stack.resource("roles")).outputs).toMatchObject({ retiring: expect.anything() });
      await stack.expectNoChanges();
      await write(version, cloud, stack);
    });

  for (const version of writing.length > 0 ? [] : VERSIONS)
    test(`${version}: previews and refreshes empty, updates and is destroyed`, async () => {
      const read = (name: string) => readFileSync(join(STATES, version, name), "utf8");
      const cloud = await startCloud({ seed: seedOf(JSON.parse(read("account.json"))) });
      const stack = await createStack({ cloud, passphrase: true });
      const source = read("program.js");
      await stack.source(source);
      await stack.importState(JSON.parse(read("deployment.json")));
      await stack.expectNoChanges();
      await stack.refresh({ expectNoChanges: true });
      expect(cloud.emulator.writes()).toEqual([]);

      const { store, edit } = cloud.emulator;
      // The last holder of the retired role has moved, and one who was invited has accepted.
      edit.modifyUser("kim", { roleID: "read-only" });
      const invitation = [...store.invitations.values()].find(({ email }) => email === "eve@example.com");
      edit.acceptInvitation(String(invitation?.id), { id: "eve" });
      await stack.source(source.replace('"Reads"', '"Reads more"'));
      expect((await stack.up({ skipPreview: true })).op("auditor")).toBe("update");
      expect(store.roles.get("auditor")?.description).toBe("Reads more");
      expect(store.roles.has("old")).toBe(false);
      await stack.expectNoChanges();

      await stack.destroy();
      expect(await stack.resourceNames()).toEqual([]);
      expect([...store.roles.keys()].sort()).toEqual(["found", "full-access", "read-only", "scanner"]);
      expect(store.account.timezone).toBe("UTC");
      expect([...store.invitations.values()].map(({ email }) => email)).toEqual(["new@example.com"]);
      expect([...store.users.values()].map(({ id, roleID, state }) => `${id} ${roleID} ${state}`).sort()).toEqual([
        "ann read-only disabled",
        "ben scanner enabled",
        "cem read-only enabled",
        "dora read-only disabled",
        "eve read-only disabled",
        "kim read-only enabled",
        "root full-access enabled",
      ]);
    });
});
