import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ACCOUNT, scratchFolder, seedOf, startAccount } from "../unit/cli/account.js";
import { exported } from "../unit/cli/exported.js";
import { roleSetResource, stackExport, userSetResource } from "../unit/cli/stack-export.js";

const SIZES = [0, 26, 1000, 10_000];

test.each(SIZES)("an account of %i objects is shown as a whole in every format", async (objects) => {
  const account = await startAccount(seedOf(objects));
  const principals = objects - Math.floor(objects / 10) + 1;
  const [json, csv, html] = [
    await account.run("access", "--format", "json"),
    await account.run("access", "--format", "csv"),
    await account.run("access", "--format", "html"),
  ];
  expect([json.code, csv.code, html.code]).toEqual([0, 0, 0]);
  expect(JSON.parse(json.stdout).principals).toHaveLength(principals);
  expect(csv.stdout.trimEnd().split("\r\n")).toHaveLength(principals + 1);
  const [, data = ""] = /id="data">(.*?)<\/script>/s.exec(html.stdout) ?? [];
  expect(JSON.parse(data).rows).toHaveLength(principals);
});

test.each(SIZES)("an account of %i objects is compared as a whole", async (objects) => {
  const large = seedOf(objects);
  const account = await startAccount(large);
  const state = join(await scratchFolder(), "state.json");
  await writeFile(
    state,
    stackExport([
      roleSetResource(Object.fromEntries(large.roles.map(({ id, ...entry }) => [id, entry]))),
      userSetResource(
        Object.fromEntries(large.users.map((user) => [user.email, user.roleID])),
        Object.fromEntries(large.users.map(({ id, email }) => [email, id])),
      ),
    ]),
  );
  const drift = async () => {
    const { code, stdout } = await account.run("drift", "--state", state, "--format", "json");
    return { code, report: JSON.parse(stdout) };
  };
  const clean = await drift();
  expect([clean.code, clean.report.summary.managed]).toEqual([0, objects]);
  const last = large.users.at(-1);
  if (last === undefined) return;
  account.emulator.edit.modifyUser(last.id, { roleID: "full-access" });
  expect(await drift()).toMatchObject({ code: 2, report: { changed: [{ id: last.email }] } });
});

test.each(SIZES)("an account of %i objects is exported as a whole, in both styles", async (objects) => {
  const account = await startAccount(seedOf(objects));
  const { files } = await exported(account);
  const roles = Math.floor(objects / 10);
  expect(files["index.ts"]?.match(/new cloudone\.Role\(/g) ?? []).toHaveLength(roles);
  expect(files["index.ts"]?.match(/new cloudone\.UserAssignment\(/g) ?? []).toHaveLength(objects - roles);
  const sets = await exported(account, "--style", "sets");
  expect(sets.files["index.ts"]?.match(/^ {4}"user-\d+@/gm) ?? []).toHaveLength(objects - roles);
  expect(sets.files["Pulumi.yaml"]).toContain(`value: "${ACCOUNT}"`);
  expect(account.emulator.writes()).toEqual([]);
});

test.each(SIZES)("an account of %i objects is looked at by doctor with as few requests", async (objects) => {
  const account = await startAccount(seedOf(objects));
  const { checks } = JSON.parse((await account.run("doctor", "--format", "json")).stdout);
  expect(checks).toContainEqual(expect.objectContaining({ name: "rights to read", status: "ok" }));
  expect(account.emulator.requests.length).toBeLessThan(12);
});
