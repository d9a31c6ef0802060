import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** The files below a folder that hold one of the secrets in clear. `written` are those that the test itself wrote. */
export async function findSecrets(
  folder: string,
  secrets: readonly string[],
  written: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || written.includes(relative(folder, file))) continue;
    const text = await readFile(file, "utf8").catch(() => "");
    if (secrets.some((secret) => text.includes(secret))) found.push(relative(folder, file));
  }
  return found;
}
