import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createEmulator, startEmulator } from "../../../emulator/index.js";
import { requireNode as requireNodeForEmulator } from "../../../emulator/require-node.js";
import { createCloudOne, createSailPoint } from "../../../provider/client/index.js";
import { nodeTooOld } from "../../../provider/client/settings/node-version.js";
import * as cloudone from "../../../sdk/index.js";

test("the error about an old Node.js names its version and the required one", () => {
  expect(nodeTooOld("22.20.0")).toBeUndefined();
  expect(nodeTooOld("24.0.0")).toBeUndefined();
  expect(nodeTooOld("22.3.9")).toMatch(/needs Node\.js 22\.20 or newer, and this is 22\.3\.9/);
  expect(nodeTooOld("20.20.2")).toContain("this is 20.20.2");
});

test("the required version is that of package.json", () => {
  const { engines } = createRequire(import.meta.url)("pulumi-cloudone/package.json") as { engines: { node: string } };
  const needs = `needs Node.js ${engines.node.replace(">=", "")} or newer, and this is 0.0.0`;
  expect(nodeTooOld("0.0.0")).toContain(needs);
  expect(() => requireNodeForEmulator("0.0.0")).toThrow(needs);
  expect(() => requireNodeForEmulator("22.20.0")).not.toThrow();
});

describe("on an old Node.js every entry point names the required version", () => {
  const versions = Object.getOwnPropertyDescriptor(process, "versions") ?? {};
  beforeAll(() => {
    Object.defineProperty(process, "versions", { ...versions, value: { ...process.versions, node: "20.20.2" } });
  });
  afterAll(() => {
    Object.defineProperty(process, "versions", versions);
  });

  test.each<[string, () => unknown]>([
    ["createCloudOne", () => createCloudOne({ apiKey: "key:secret" })],
    ["createSailPoint", () => createSailPoint({ tenant: "acme", clientId: "id", clientSecret: "secret" })],
    ["createEmulator", () => createEmulator()],
    ["startEmulator", () => startEmulator()],
    ["a Cloud One function", () => cloudone.getRoles()],
    ["a SailPoint function", () => cloudone.sailpoint.getAccounts()],
  ])("%s", async (_, way) => {
    const env = {
      CLOUDONE_API_KEY: "key:secret",
      SAILPOINT_TENANT: "acme",
      SAILPOINT_CLIENT_ID: "id",
      SAILPOINT_CLIENT_SECRET: "s",
    };
    Object.assign(process.env, env);
    const failure = await Promise.resolve()
      .then(way)
      .catch((error: unknown) => error);
    for (const name of Object.keys(env)) delete process.env[name];
    expect(failure).toBeInstanceOf(Error);
    expect((failure as Error).message).toMatch(/^[^\n]*needs Node\.js 22\.20 or newer, and this is 20\.20\.2[^\n]*$/);
  });
});
