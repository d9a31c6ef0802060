import { z } from "zod";
import type { ExportStyle } from "../../provider/plan/stored/exported.js";
import type { AccountObjects, Inventory } from "./exportable.js";

/** What `pulumi-cloudone export --format json` says about the project that it wrote. */
export const exportSummary = z
  .object({
    schemaVersion: z.literal(1),
    account: z.string().describe("The 12-digit id of the account that was read."),
    complete: z.boolean().describe("False if something could not be read, so that `skipped` may be incomplete."),
    folder: z.string().describe("The folder that was written, as --out named it."),
    style: z.enum(["resources", "sets"]),
    summary: z
      .object({ roles: z.int().nonnegative(), users: z.int().nonnegative(), settings: z.int().nonnegative() })
      .describe("How many objects the program declares."),
    files: z.array(z.string()).describe("The files that were written, by name."),
    skipped: z
      .array(z.object({ what: z.string(), reason: z.string() }))
      .describe("What the program does not declare, and why."),
    missing: z.array(z.string()).describe("What could not be read, and why."),
  })
  .describe("What pulumi-cloudone export wrote.");

type ExportSummary = z.infer<typeof exportSummary>;

/** The summary of an export that has written its files. */
export function summaryOf(
  { accountId, roles, users, settings, skipped }: Inventory,
  { unread }: Pick<AccountObjects, "unread">,
  { folder, style, files }: { folder: string; style: ExportStyle; files: Iterable<string> },
): ExportSummary {
  return {
    schemaVersion: 1,
    account: accountId,
    complete: unread.length === 0,
    folder,
    style,
    summary: {
      roles: roles.length,
      users: users.length,
      settings: Object.values(settings).filter((value) => value !== undefined).length,
    },
    files: [...files].sort(),
    skipped,
    missing: [...unread],
  };
}

/** The summary's JSON schema, as docs/reference/export.schema.json has it. */
export function exportSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(exportSummary, { io: "input" }), null, 2)}\n`;
}
