import { z } from "zod";

/** The report of `pulumi-cloudone doctor --format json`. */
export const doctorReport = z
  .object({
    schemaVersion: z.literal(1),
    ok: z.boolean().describe("False if a check failed; warnings do not count."),
    checks: z.array(
      z.object({
        name: z.string(),
        status: z.enum(["ok", "warn", "fail", "skip"]).describe("skip: not checked, because an earlier check failed."),
        found: z.string().describe("What was found."),
        advice: z.string().optional().describe("What to do about it, if anything."),
      }),
    ),
  })
  .describe("What pulumi-cloudone doctor found.");

/** The report's JSON schema, as docs/reference/doctor.schema.json has it. */
export function doctorSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(doctorReport, { io: "input" }), null, 2)}\n`;
}
