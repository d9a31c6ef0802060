// npm run release:check: everything that must hold before a version is published.
//   node tools/release.ts check              manifest, matrix, publint and the types of the tarball
//   node tools/release.ts manifest           only the manifest and the changelog
//   node tools/release.ts notes FILE         this version's section of the changelog
//   node tools/release.ts sbom FILE          the contents of a fresh installation of the tarball, as CycloneDX
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
  // Between releases the address may be unknown and the section undated. With a tag, which publishes, the check fails.
  const found = RELEASE_TAG === undefined ? unwritten : problems;
  found.push(...manifestProblems(manifest, await read("CHANGELOG.md"), RELEASE_TAG));
}
if (step === "check") {
  const tarball = await packTarball();
  // Fetched only for this, at these versions: they are not development dependencies.
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
  // It takes a while, and reports each cell's result.
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
else if (unwritten.length === 0) console.error("Nothing prevents a release.");
else
  console.error(
    `Nothing failed. With a tag the check fails until this is written:\n${unwritten.map((one) => `- ${one}`).join("\n")}`,
  );
