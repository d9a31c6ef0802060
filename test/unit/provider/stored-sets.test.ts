import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import * as provider from "../../../provider/index.js";
import type { ResourceClass } from "../../../provider/plan/objects.js";
import { PROVIDER_TEXT } from "../../../sdk/provider-text.js";
import { type Declaration, type Entry, Stack } from "../../doubles/stack.js";
import { World } from "../../doubles/world.js";
import { SEED } from "../../states/programs.js";
import { seedOf } from "../../states/seed-of.js";

const STATES = resolve(import.meta.dirname, "../../states");
const sums = JSON.parse(readFileSync(join(STATES, "checksums.json"), "utf8")) as Record<string, string>;
const folders = readdirSync(STATES, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
const newest = folders.sort((one, other) => one.localeCompare(other, "en", { numeric: true })).at(-1) ?? "";

interface Stored {
  type: string;
  urn: string;
  id: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

const TYPE = "pulumi-nodejs:dynamic/cloudone:";

/** This provider's resources in a stored set, with the engine's secrets decrypted. */
function resourcesOf(folder: string): Stored[] {
  const text = readFileSync(join(STATES, folder, "deployment.json"), "utf8");
  const revive = (_: string, value: unknown) =>
    typeof value === "object" && value !== null && "ciphertext" in value ? "Auditor" : value;
  const { resources } = JSON.parse(text, revive) as { resources: Stored[] };
  return resources.filter(({ type }) => type.includes(TYPE));
}

function entriesOf(folder: string): Entry[] {
  return resourcesOf(folder).map(({ type, urn, id, inputs, outputs }) => {
    const kind = type.slice(type.lastIndexOf(":") + 1) as ResourceClass;
    const stored = (properties: object) => ({ ...properties, __provider: kind });
    const name = urn.slice(urn.lastIndexOf("::") + 2);
    return { class: kind, name, id, inputs: stored(inputs), outputs: stored(outputs) };
  });
}

/** What the program declared, without what `check` adds of what a set takes away or lets go of. */
function programOf(folder: string): Declaration[] {
  return entriesOf(folder).map(({ class: of, name, inputs: { __provider, removals, retiring, ...inputs } }) => ({
    class: of,
    name,
    inputs,
  }));
}

/** Without random values and times. */
function kept(entries: readonly Entry[]): unknown {
  const plain = entries.map(({ class: of, name, id, inputs, outputs }) => [name, { of, id, inputs, outputs }] as const);
  return JSON.parse(
    JSON.stringify(Object.fromEntries(plain))
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>")
      .replace(/\b((?:roles|users)\/\d{12})\/[0-9a-f]{8}\b/g, "$1/<hex>")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>"),
  );
}

test("no stored set of states has changed", () => {
  const now = folders.map((folder) => {
    const hash = createHash("sha256");
    for (const name of readdirSync(join(STATES, folder)).sort()) {
      hash.update(`${name}\n${readFileSync(join(STATES, folder, name), "utf8")}`);
    }
    return [folder, hash.digest("hex")];
  });
  expect(Object.fromEntries(now)).toEqual(sums);
});

test("the newest set has all five kinds, with today's tokens and provider texts", () => {
  const ours = resourcesOf(newest);
  const kinds = ours.map(({ type }) => type.slice(type.lastIndexOf(":") + 1) as ResourceClass);
  expect([...new Set(kinds)].sort()).toEqual(Object.keys(PROVIDER_TEXT).sort());
  for (const [index, kind] of kinds.entries()) {
    expect(ours[index]?.inputs.__provider).toBe(PROVIDER_TEXT[kind]);
    expect(ours[index]?.outputs.__provider).toBe(PROVIDER_TEXT[kind]);
  }
});

test("today's ids, inputs and outputs are those of the newest set", async () => {
  const world = new World({ seed: SEED });
  const stack = new Stack(() => world.session());
  const program = programOf(newest);
  const withOld = program.map((one) => {
    if (one.class !== "RoleSet") return one;
    const old = { name: "Old", serviceRoleURNs: ["urn:cloudone:workload:us-1:012345678912:role/read-only"] };
    return { ...one, inputs: { ...one.inputs, roles: { ...(one.inputs.roles as object), old } } };
  });
  await stack.up(withOld);
  world.emulator.edit.modifyUser("kim", { roleID: "old" });
  await stack.up(program);
  expect(kept(stack.state)).toEqual(kept(entriesOf(newest)));
});

test.each(folders)("%s: each provider text loads today's provider", (folder) => {
  for (const { inputs } of resourcesOf(folder)) {
    const required = (name: string) => {
      expect(name).toBe("pulumi-cloudone/provider");
      return provider;
    };
    const run = new Function("exports", "require", `${inputs.__provider}; return exports.handler`);
    const calls = ["check", "configure", "create", "delete", "diff", "read", "update"];
    expect(Object.keys(run({}, required)())).toEqual(expect.arrayContaining(calls));
  }
});

test.each(folders)("%s: preview, refresh and up show no difference and write nothing", async (folder) => {
  const world = new World({ seed: seedOf(JSON.parse(readFileSync(join(STATES, folder, "account.json"), "utf8"))) });
  const stack = new Stack(() => world.session());
  stack.state = entriesOf(folder);
  const program = programOf(folder);
  for (const steps of [await stack.preview(program), await stack.refresh(), await stack.up(program)]) {
    expect(steps.filter(({ op }) => op !== "same")).toEqual([]);
  }
  expect(world.emulator.writes()).toEqual([]);
});
