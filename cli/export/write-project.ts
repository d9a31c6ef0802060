import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { types } from "node:util";
import { CommandFailure } from "../command-failure.js";
import { writeAtomic } from "../write-atomic.js";
import { MANIFEST, manifestOf, parseManifest, refusal } from "./manifest.js";

/** Writes a project, or nothing if that would overwrite a file that no export wrote. */
export async function writeProject(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const manifestText = await readIfThere(join(folder, MANIFEST));
  const manifest = manifestText === undefined ? undefined : parseManifest(manifestText);
  const refusals: string[] = [];
  for (const name of files.keys()) {
    const present = await readIfThere(join(folder, name));
    const reason = present === undefined ? undefined : refusal(name, present, manifest);
    if (reason !== undefined) refusals.push(reason);
  }
  if (manifestText !== undefined && manifest === undefined) refusals.push(`${MANIFEST} cannot be read`);
  if (refusals.length > 0) {
    throw new CommandFailure(
      `Nothing was written to ${folder}: ${refusals.join(", ")}. Export to another folder and compare, or move these files away.`,
    );
  }
  // If this is interrupted halfway, the next export still recognizes every file as its own.
  await writeAtomic(join(folder, MANIFEST), manifestOf(files, manifest));
  for (const [name, text] of files) await writeAtomic(join(folder, name), text);
  await writeAtomic(join(folder, MANIFEST), manifestOf(files));
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (!types.isNativeError(error) || !("code" in error)) throw error;
    if (error.code === "ENOENT") return undefined;
    throw new CommandFailure(`Cannot read ${file}: ${error.message}. Choose another place with --out.`);
  }
}
