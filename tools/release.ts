// npm run release:check: everything that has to hold before a version is published.
//   node tools/release.ts check              manifest, matrix, publint and the types of the tarball
//   node tools/release.ts manifest           the manifest and the changelog alone
//   node tools/release.ts notes FILE         the section of the changelog of this version
//   node tools/release.ts sbom FILE          what a fresh installation of the tarball consists of, as CycloneDX
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { changelogSection } from "./release/changelog-section.ts";
import { manifestProblems } from "./release/manifest-problems.ts";
import { writeSbom } from "./release/sbom.ts";
import { packTarball } from "./release/tarball.ts";
import { run } from "./run.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const [step = "check", file = "sbom.json"] = process.argv.slice(2);
const read = (name: string) => readFile(join(REPOSITORY, name), "utf8");

const { RELEASE_TAG } = process.env;
const problems: string[] = [];
const unwritten: string[] = [];
if (step === "check" || step === "manifest") {
  const manifest = JSON.parse(await read("package.json"));
  // Between releases the address may be unknown and the section without a date; a tag publishes, and is refused.
  const found = RELEASE_TAG === undefined ? unwritten : problems;
  found.push(...manifestProblems(manifest, await read("CHANGELOG.md"), RELEASE_TAG));
}
if (step === "check") {
  const tarball = await packTarball();
  // Fetched for this alone, at these versions: they are no part of the development installation.
  for (const args of [
    ["publint@0.3.25", "run", tarball, "--strict"],
    ["@arethetypeswrong/cli@0.18.5", tarball, "--ignore-rules", "cjs-resolves-to-esm"],
  ]) {
    const [name = "", ...rest] = args;
    const { exitCode, all } = await run("npx", ["--yes", name, ...rest], {
      cwd: REPOSITORY,
      timeout: 300_000,
      all: true,
    });
    if (exitCode !== 0) problems.push(`${name} found:\n${all}`);
  }
  // It takes most of an hour, and says of each cell what came of it.
  const matrix = await run(process.execPath, [join(REPOSITORY, "tools", "matrix.ts"), tarball], { stdio: "inherit" });
  if (matrix.exitCode !== 0) problems.push("The matrix of installations failed: see above.");
}
if (step === "sbom") await writeSbom(file);
if (step === "notes") {
  const { version } = JSON.parse(await read("package.json"));
  await writeFile(file, changelogSection(await read("CHANGELOG.md"), version));
}

for (const problem of problems) console.error(`- ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else if (step === "sbom" || step === "notes") console.error(`Wrote ${file}.`);
else if (unwritten.length === 0) console.error("Nothing stands in the way of a release.");
else
  console.error(
    `Nothing failed. A tag is refused until this is written:\n${unwritten.map((one) => `- ${one}`).join("\n")}`,
  );
