import { z } from "zod";

const kind = z.enum(["role", "user", "account"]);
const unmanagedKind = z
  .enum(["role", "user", "apiKey"])
  .describe("Of API keys, only those with an admin role are listed.");
const urn = z.string().describe("The Pulumi URN of the resource that declares the object.");
const userName = z.string().optional().describe("Of a user: the email under which the state knows them.");
const isAdmin = z
  .literal(true)
  .optional()
  .describe("Where the account has the object as an admin role, or as a user with one.");
const placeId = z.string().describe("The Pulumi id; for a member of a set, the member's key.");

const ends = {
  urn,
  kind: z.literal("user"),
  id: placeId,
  name: userName,
  until: z.string().describe("As it is declared: a date, which ends with that day (UTC), or a date and time."),
  then: z.union([z.literal("disable"), z.object({ roleId: z.string() })]).describe("What follows, as it is declared."),
};

/** The report of `pulumi-cloudone drift --format json`. New properties may come; a change of these raises `schemaVersion`. */
export const driftReport = z
  .object({
    schemaVersion: z.literal(1),
    account: z.string().describe("The 12-digit id of the account that was read."),
    complete: z
      .boolean()
      .describe("False where something could not be read or compared: what is not listed may have drifted too."),
    summary: z
      .object({
        managed: z.int().nonnegative().describe("Declared objects; the members of a set count one by one."),
        changed: z.int().nonnegative().describe("Declared objects with at least one changed property."),
        missing: z.int().nonnegative(),
        unmanaged: z.int().nonnegative(),
        overdue: z
          .int()
          .nonnegative()
          .optional()
          .describe("Users whose access has ended and that no up has carried out; absent where there are none."),
      })
      .describe("Counts of objects, without those that the ignore file names."),
    changed: z
      .array(
        z.object({
          urn,
          kind,
          id: placeId,
          name: userName,
          property: z.string(),
          declared: z.unknown().describe("The value in the stored inputs."),
          actual: z.unknown().describe("The value in the account; null where there is none."),
          isAdmin,
        }),
      )
      .describe("One row for each property that is not as declared."),
    missing: z
      .array(z.object({ urn, kind, id: placeId, name: userName }))
      .describe("Declared objects that the account does not have."),
    unmanaged: z
      .array(
        z.object({
          kind: unmanagedKind,
          id: z.string().describe("The role's, the user's or the API key's id."),
          name: z.string().describe("The role's name, the user's email, or the API key's alias."),
          roleId: z.string().optional().describe("Of a user and an API key: their role."),
          state: z.string().optional().describe("Of a user and an API key: enabled or disabled."),
          isAdmin,
        }),
      )
      .describe("Custom roles and users that no resource declares, and API keys with an admin role."),
    overdue: z
      .array(z.object({ ...ends, roleId: z.string(), state: z.string().describe("Enabled or disabled."), isAdmin }))
      .describe(
        "Declared users whose access has ended; roleId and state are what the account still has. Absent where there are none.",
      )
      .optional(),
    ending: z
      .array(z.object(ends))
      .optional()
      .describe("Declared users whose access ends within a week, which is no drift. Absent where there are none."),
  })
  .describe("What pulumi-cloudone drift found.");

export type DriftReport = z.infer<typeof driftReport>;

/** The report's JSON schema, as docs/reference/drift.schema.json has it. */
export function driftSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(driftReport, { io: "input" }), null, 2)}\n`;
}
