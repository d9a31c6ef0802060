import { globSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { typeErrors } from "./type-errors.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
const PROJECTS = globSync("{examples,templates}/*/index.ts", { cwd: REPOSITORY }).map((file) => dirname(file));

test("every example and template compiles without type errors in a copy, with its own tsconfig.json", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cloudone-examples-"));
  try {
    const errors: Record<string, string[]> = {};
    for (const project of PROJECTS) {
      const copy = join(folder, basename(project));
      await cp(join(REPOSITORY, project), copy, { recursive: true });
      errors[project] = typeErrors(copy);
    }
    expect(errors).toEqual(Object.fromEntries(PROJECTS.map((project) => [project, []])));
  } finally {
    await rm(folder, { recursive: true });
  }
}, 300_000);
