import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { demoApiKeyId, demoApiKeySecret } from "../../emulator/index.js";
import { ACCOUNT, scratchFolder, seedOf, startAccount, urn } from "../unit/cli/account.js";
import { exported } from "../unit/cli/exported.js";
import { roleSetResource, stackExport, userSetResource } from "../unit/cli/stack-export.js";
import { runBuilt } from "./built-command.js";

const SIZES = [0, 26, 1000, 10_000];

test.each(SIZES)("an account of %i objects is shown in full in every format", async (objects) => {
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

test.each(SIZES)("an account of %i objects is compared in full", async (objects) => {
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

test.each(SIZES)("an account of %i objects is exported in full, in both styles", async (objects) => {
  const account = await startAccount(seedOf(objects));
  const { files } = await exported(account);
  const roles = Math.floor(objects / 10);
  expect(files["index.ts"]?.match(/new cloudone\.Role\(/g) ?? []).toHaveLength(roles);
  expect(peopleIn(files, /new cloudone\.UserAssignment\(/g)).toBe(objects - roles);
  const sets = await exported(account, "--style", "sets");
  expect(peopleIn(sets.files, /^ {4}"user-\d+@/gm)).toBe(objects - roles);
  expect(sets.files["Pulumi.yaml"]).toContain(`value: "${ACCOUNT}"`);
  expect(account.emulator.writes()).toEqual([]);
});

/** How many users a program declares: in people.json if there are many, otherwise in the program. */
function peopleIn(files: Record<string, string>, inText: RegExp): number {
  const { "people.json": file, "index.ts": text = "" } = files;
  return file === undefined ? [...text.matchAll(inText)].length : Object.values(JSON.parse(file)).flat().length;
}

test.each(SIZES)("doctor checks an account of %i objects with few requests", async (objects) => {
  const account = await startAccount(seedOf(objects));
  const { checks } = JSON.parse((await account.run("doctor", "--format", "json")).stdout);
  expect(checks).toContainEqual(expect.objectContaining({ name: "rights to read", status: "ok" }));
  expect(account.emulator.requests.length).toBeLessThan(12);
});

/** A preview in which a RoleSet of everything changes one role, and a set of everyone moves one user. */
function previewOf({ roles, users }: ReturnType<typeof seedOf>): string {
  const type = (of: string) => `pulumi-nodejs:dynamic/cloudone:${of}`;
  const state = (of: string, id: string, inputs: object, outputs: object) => ({ id, type: type(of), inputs, outputs });
  const step = (of: string, id: string, before: object, after: object, outputs: object) => ({
    op: "update",
    urn: `urn:pulumi:prod::access::${type(of)}::all`,
    oldState: state(of, id, before, outputs),
    newState: state(of, id, after, {}),
  });
  const roleEntries = Object.fromEntries(roles.map(({ id, ...entry }) => [id, entry]));
  const [first] = roles;
  const widened = first && { ...first, serviceRoleURNs: [...first.serviceRoleURNs, urn("container", "full-access")] };
  const { id: _, ...content } = widened ?? { id: "" };
  const bindings = Object.fromEntries(users.map(({ email, roleID }) => [email, roleID]));
  const guard = { maxRemovalFraction: 1 };
  return JSON.stringify({
    config: {},
    steps: [
      step(
        "RoleSet",
        `roles/${ACCOUNT}/00000000`,
        { roles: roleEntries, guard },
        { roles: { ...roleEntries, ...(first && { [first.id]: content }) }, guard },
        { roles: roleEntries, roleIds: Object.fromEntries(roles.map(({ id }) => [id, id])), guard },
      ),
      step(
        "UserAssignmentSet",
        `users/${ACCOUNT}/00000000`,
        { users: bindings, guard },
        { users: { ...bindings, [users.at(-1)?.email ?? ""]: "full-access" }, guard },
        { users: bindings, userIds: Object.fromEntries(users.map(({ email, id }) => [email, id])), guard },
      ),
    ],
    changeSummary: { update: 2 },
  });
}

/** A preview in which a set moves everyone but the admin to the next role. */
function previewOfAll({ roles, users }: ReturnType<typeof seedOf>): string {
  const type = "pulumi-nodejs:dynamic/cloudone:UserAssignmentSet";
  const next = new Map(roles.map(({ id }, n) => [id, roles[(n + 1) % roles.length]?.id]));
  const moved = users.map(({ email, roleID }) => [email, next.get(roleID) ?? roleID]);
  const inputs = { users: Object.fromEntries(moved), guard: { maxRemovalFraction: 1 } };
  const step = { op: "create", urn: `urn:pulumi:prod::access::${type}::all`, newState: { type, inputs } };
  return JSON.stringify({ config: {}, steps: [step], changeSummary: { create: 1 } });
}

/** How much processor time, in milliseconds, it takes to find a change since a report. */
async function review(objects: number): Promise<{ since: number; preview: number }> {
  const large = seedOf(objects);
  const account = await startAccount(large);
  const folder = await scratchFolder();
  const [earlier, preview] = [join(folder, "earlier.json"), join(folder, "preview.json")];
  await writeFile(preview, previewOf(large));
  const timed = async (...line: string[]) => {
    const begun = process.cpuUsage();
    const { code, stdout, stderr } = await account.run("access", "--format", "json", "--quiet", ...line);
    const { user, system } = process.cpuUsage(begun);
    return { code, stdout, stderr, took: (user + system) / 1000 };
  };
  await timed("--out", earlier);
  const predicted = await timed("--preview", preview);
  expect([predicted.code, predicted.stderr]).toEqual([2, ""]);
  const holders = large.users.filter(({ roleID }) => roleID === "team-0").length;
  const { changes } = JSON.parse(predicted.stdout);
  expect(changes.refusals).toEqual([]);
  expect(changes.summary).toMatchObject({ newAdmins: 1, gained: holders + 1 });
  expect(changes.rows).toHaveLength(2);
  expect(account.emulator.writes()).toEqual([]);
  account.emulator.edit.modifyRole("team-0", { serviceRoleURNs: [] });
  const since = await timed("--since", earlier);
  expect([since.code, JSON.parse(since.stdout).changes.rows.length]).toEqual([2, 1]);
  return { since: since.took, preview: predicted.took };
}

test("with 10,000 objects, --since and --preview find a change in linear time", async () => {
  const [small, large] = [await review(2500), await review(10_000)];
  for (const what of ["since", "preview"] as const) {
    // Four times as many take about four times as long, or sixteen times if it is quadratic.
    expect([what, large[what] / small[what] < 9]).toEqual([what, true]);
  }
}, 120_000);

/** Removing an admin reads all users once more: here the only admin stays. */
function withOneAdmin(seed: ReturnType<typeof seedOf>): ReturnType<typeof seedOf> {
  const roles = seed.roles.map(({ serviceRoleURNs, ...role }) => ({
    ...role,
    serviceRoleURNs: serviceRoleURNs.filter((one) => !one.includes(":identity:")),
  }));
  return { ...seed, roles };
}

/** How much processor time, in milliseconds, it takes to predict that everyone moves to another role. */
async function predictMoves(objects: number): Promise<number> {
  const large = withOneAdmin(seedOf(objects));
  const account = await startAccount(large);
  const preview = join(await scratchFolder(), "preview.json");
  await writeFile(preview, previewOfAll(large));
  const begun = process.cpuUsage();
  const { code, stdout, stderr } = await account.run("access", "--format", "json", "--quiet", "--preview", preview);
  const { user, system } = process.cpuUsage(begun);
  expect([code, stderr]).toEqual([2, ""]);
  const { changes } = JSON.parse(stdout);
  expect([changes.refusals, changes.notKnown]).toEqual([[], []]);
  const listed = changes.rows.flatMap(({ who }: { who: { id: string }[] }) => who.map(({ id }) => id));
  const moved = large.users.filter(({ roleID }) => roleID !== "full-access");
  expect(listed.toSorted()).toEqual(moved.map(({ id }) => id).toSorted());
  // The account is only asked for its lists.
  expect(account.emulator.requests.filter(({ path }) => /^\/(users|roles)\/./.test(path))).toEqual([]);
  expect(account.emulator.writes()).toEqual([]);
  return (user + system) / 1000;
}

test("if all 10,000 users move to another role, --preview also takes linear time", async () => {
  const [small, large] = [await predictMoves(2500), await predictMoves(10_000)];
  expect(large / small < 9 ? "grows with the account" : [small, large]).toBe("grows with the account");
}, 300_000);

test("with 10,000 objects, --since and --preview stay under 300 MB", async () => {
  const large = withOneAdmin(seedOf(10_000));
  const account = await startAccount(large);
  const folder = await scratchFolder();
  const file = (name: string) => join(folder, `${name}.json`);
  const [earlier, preview, moves] = [file("earlier"), file("preview"), file("moves")];
  await writeFile(preview, previewOf(large));
  await writeFile(moves, previewOfAll(large));
  await account.run("access", "--format", "json", "--out", earlier);
  account.emulator.edit.modifyRole("team-0", { serviceRoleURNs: [] });
  const env = { CLOUDONE_BASE_URL: account.url, CLOUDONE_API_KEY: `${demoApiKeyId}:${demoApiKeySecret}` };
  const tell = "process.on('exit', () => console.error('peak', process.resourceUsage().maxRSS))";
  const nodeFlags = ["--import", `data:text/javascript,${encodeURIComponent(tell)}`];
  for (const line of [
    ["--since", earlier],
    ["--preview", preview],
    ["--preview", moves],
  ]) {
    const { code, stderr } = await runBuilt(["access", ...line, "--quiet"], { env, nodeFlags });
    const kilobytes = Number(/peak (\d+)/.exec(stderr)?.[1]);
    expect([line, code, kilobytes < 300_000 ? "fits" : kilobytes]).toEqual([line, 2, "fits"]);
  }
}, 120_000);
