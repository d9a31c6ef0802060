import { z } from "zod";
import { accessChanges, accessInactive } from "./access-changes.js";
import { accessEnds } from "./access-ends.js";

const time = z.string().nullable().describe("RFC 3339, UTC; null if the API says nothing.");

/** The report of `pulumi-cloudone access --format json`. */
export const accessReport = z
  .object({
    schemaVersion: z.literal(1),
    account: z.string(),
    generated: z.string(),
    complete: z
      .boolean()
      .describe(
        "False if users, API keys or roles could not be read, or SAML users for another reason than missing rights.",
      ),
    samlUsersIncluded: z.boolean().describe("Whether people who sign in by SSO are among the principals."),
    samlUsersMissing: z.string().nullable().describe("Why they are not; null if they are."),
    roles: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        isAdmin: z.boolean().describe("Whether the role may change who may do what."),
        serviceRoleURNs: z.array(z.string()),
      }),
    ),
    principals: z
      .array(
        z.object({
          kind: z.enum(["user", "apiKey", "samlUser"]),
          id: z.string(),
          name: z.string().describe("For a SAML user, the subject that the identity provider sends."),
          email: z.string().nullable(),
          roleId: z.string(),
          isAdmin: z.boolean(),
          state: z.string().nullable().describe("enabled or disabled; null for SAML users, who have none."),
          mfaEnabled: z.boolean().nullable().describe("Null for API keys and SAML users, and if the API says nothing."),
          lastActivity: time,
          created: time.default(null),
        }),
      )
      .describe("Enabled admins first, then other admins, then everyone else by name."),
    changes: accessChanges.optional().describe("With --since or --preview."),
    inactive: accessInactive.optional().describe("With --inactive."),
    ends: accessEnds
      .optional()
      .describe("With --preview, else with --stack: declared access that ends within a week, or is overdue."),
  })
  .describe("What pulumi-cloudone access found. New properties may come; a change of these raises schemaVersion.");

export type AccessReport = z.infer<typeof accessReport>;
export type Principal = AccessReport["principals"][number];

/** The report's JSON schema, as docs/reference/access.schema.json has it. */
export function accessSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(accessReport, { io: "input" }), null, 2)}\n`;
}
