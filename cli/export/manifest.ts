import { createHash } from "node:crypto";
import { z } from "zod";

export const MANIFEST = ".pulumi-cloudone-export.json";

const schema = z.object({ files: z.record(z.string(), z.array(z.string())) });

/** Which files an export has written into a folder, each with the digests that it may have. */
type Manifest = z.infer<typeof schema>;

/** Reads a manifest; undefined if the text is not one. */
export function parseManifest(text: string): Manifest | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The manifest of these files; with `former`, of a folder on its way from that one to them. */
export function manifestOf(files: ReadonlyMap<string, string>, former?: Manifest): string {
  const digests = [...files].map(([name, text]) => [
    name,
    [...new Set([...(former?.files[name] ?? []), digest(text)])],
  ]);
  const about = "The files that pulumi-cloudone export wrote here, and may overwrite unless someone changed them.";
  return `${JSON.stringify({ about, files: Object.fromEntries(digests) }, null, 2)}\n`;
}

/** Why an existing file may not be overwritten; undefined if it may. */
export function refusal(name: string, text: string, manifest: Manifest | undefined): string | undefined {
  const known = manifest?.files[name];
  if (known === undefined) return `${name} was not written by an export`;
  return known.includes(digest(text)) ? undefined : `${name} was changed since it was exported`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
