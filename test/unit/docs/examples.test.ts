import { globSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "@jest/globals";
import { REPOSITORY, read } from "./documents.js";

const PROJECTS = [
  ...globSync("examples/*/index.ts", { cwd: REPOSITORY }),
  ...globSync("templates/*/index.ts", { cwd: REPOSITORY }),
].map((file) => dirname(file));
/** Pulumi's host for policy packs compiles this one to CommonJS. */
const PACK = "examples/policy-pack";

interface Manifest {
  private: boolean;
  type: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

test.each(PROJECTS)("%s is a complete project, so it runs when copied elsewhere", (folder) => {
  const own = JSON.parse(read("package.json")) as Manifest & { version: string; peerDependencies: object };
  const { type, dependencies, devDependencies, ...rest } = JSON.parse(read(`${folder}/package.json`)) as Manifest;
  expect(rest).toMatchObject({ private: true });
  expect(type).toBe("module");
  const { "@pulumi/policy": policy, ...packages } = dependencies;
  expect(packages).toEqual({ ...own.peerDependencies, "pulumi-cloudone": `^${own.version}` });
  expect(policy === undefined).toBe(folder !== PACK);
  expect(Object.keys(devDependencies).sort()).toEqual(["@types/node", "typescript"]);
  const { compilerOptions, files } = JSON.parse(read(`${folder}/tsconfig.json`));
  expect(files).toEqual(["index.ts"]);
  const output = folder === PACK ? { module: "commonjs" } : { module: "nodenext", noEmit: true };
  expect(compilerOptions).toMatchObject({ ...output, strict: true, types: ["node"] });
});

test("there are examples and a template", () => {
  expect(PROJECTS.length).toBeGreaterThan(9);
  expect(PROJECTS).toContain("templates/access");
});
