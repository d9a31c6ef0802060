import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type EmulatedAccount, scratchFolder } from "./account.js";

/** Exports an account into a new folder. */
export async function exported(account: EmulatedAccount, ...flags: string[]) {
  const folder = join(await scratchFolder(), "access");
  const { code, stderr } = await account.run("export", "--out", folder, ...flags);
  return { code, stderr, folder, files: existsSync(folder) ? await contents(folder) : {} };
}

export async function contents(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder);
  const read = async (name: string): Promise<[string, string]> => [name, await readFile(join(folder, name), "utf8")];
  return Object.fromEntries(await Promise.all(names.map(read)));
}
