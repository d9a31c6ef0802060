import { createRequire } from "node:module";
import { expect, test } from "@jest/globals";
import { nodeTooOld } from "../../../provider/client/settings/node-version.js";

test("an old Node.js is told by its version, and which one is needed", () => {
  expect(nodeTooOld("22.20.0")).toBeUndefined();
  expect(nodeTooOld("24.0.0")).toBeUndefined();
  expect(nodeTooOld("22.3.9")).toMatch(/needs Node\.js 22\.20 or newer, and this is 22\.3\.9/);
  expect(nodeTooOld("20.20.2")).toContain("this is 20.20.2");
});

test("what is needed is what package.json says", () => {
  const { engines } = createRequire(import.meta.url)("pulumi-cloudone/package.json") as { engines: { node: string } };
  expect(nodeTooOld("0.0.0")).toContain(`needs Node.js ${engines.node.replace(">=", "")} or newer`);
});
