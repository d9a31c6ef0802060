// npm run release:check: everything that has to hold before a version is published.
//   node tools/release.ts check              manifest, matrix, publint and the types of the tarball
//   node tools/release.ts manifest           the manifest and the changelog alone
//   node tools/release.ts sbom FILE          what a fresh installation of the tarball consists of, as CycloneDX
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { runChild } from "./engine/child.ts";
import { manifestProblems } from "./release/manifest-problems.ts";
import { writeSbom } from "./release/sbom.ts";
import { packTarball } from "./release/tarball.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const [step = "check", file = "sbom.json"] = process.argv.slice(2);

const problems: string[] = [];
if (step === "check" || step === "manifest") {
  const manifest = JSON.parse(await readFile(join(REPOSITORY, "package.json"), "utf8"));
  const changelog = await readFile(join(REPOSITORY, "CHANGELOG.md"), "utf8");
  problems.push(...manifestProblems(manifest, changelog, process.env.RELEASE_TAG));
}
if (step === "check") {
  const tarball = await packTarball();
  // Fetched for this alone, at these versions: they are no part of the development installation.
  for (const args of [
    ["publint@0.3.25", "run", tarball, "--strict"],
    ["@arethetypeswrong/cli@0.18.5", tarball, "--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm"],
  ]) {
    const [name = "", ...rest] = args;
    const { code, stdout, stderr } = await runChild("npx", ["--yes", name, ...rest], {
      cwd: REPOSITORY,
      timeoutSeconds: 300,
    });
    if (code !== 0) problems.push(`${name} found:\n${stdout}${stderr}`);
  }
  const matrix = await runChild(process.execPath, [join(REPOSITORY, "tools", "matrix.ts"), tarball], {
    cwd: REPOSITORY,
    timeoutSeconds: 7200,
  });
  process.stdout.write(matrix.stdout);
  if (matrix.code !== 0) problems.push(`The matrix of installations failed:\n${matrix.stderr}`);
}
if (step === "sbom") await writeSbom(file);

for (const problem of problems) console.error(`- ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.error(step === "sbom" ? `Wrote ${file}.` : "Nothing stands in the way of a release.");
