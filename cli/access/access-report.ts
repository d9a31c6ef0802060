import { z } from "zod";

const time = z.string().nullable().describe("RFC 3339, UTC; null where the API says nothing.");

/** The report of `pulumi-cloudone access --format json`. */
export const accessReport = z.object({
  schemaVersion: z.literal(1),
  account: z.string(),
  generated: z.string(),
  complete: z.boolean().describe("False where users, API keys or roles could not be read."),
  samlUsersIncluded: z.literal(false).describe("SAML users are not visible through this API."),
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
        kind: z.enum(["user", "apiKey"]),
        id: z.string(),
        name: z.string(),
        email: z.string().nullable(),
        roleId: z.string(),
        isAdmin: z.boolean(),
        state: z.string().describe("enabled or disabled."),
        mfaEnabled: z.boolean().nullable().describe("Null for API keys, and where the API says nothing."),
        lastActivity: time,
      }),
    )
    .describe("Enabled admins first, then other admins, then everybody else by name."),
});

export type AccessReport = z.infer<typeof accessReport>;
export type Principal = AccessReport["principals"][number];

export const SAML_NOTE =
  "SAML users are not in this report: this API does not show them. Look in the console under Identity providers, and at the groups of your own identity provider.";
