import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files under a folder that contain one of the secrets in plain text, except `written`, which the test itself wrote. */
export async function findSecrets(folder: string, secrets: readonly string[], written: string[]): Promise<string[]> {
  const found: string[] = [];
  const search = async (below: string) => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = join(below, entry.name);
      if (entry.isDirectory() && entry.name !== "node_modules") await search(path);
      if (!entry.isFile() || written.includes(path)) continue;
      const text = await readFile(join(folder, path), "utf8");
      if (secrets.some((secret) => text.includes(secret))) found.push(path);
    }
  };
  await search("");
  return found;
}
