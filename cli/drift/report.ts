import { z } from "zod";

const kind = z.enum(["role", "user", "account"]);
const unmanagedKind = z
  .enum(["role", "user", "apiKey"])
  .describe("API keys are listed only if they have an admin role.");
const urn = z.string().describe("The Pulumi URN of the resource that declares the object.");
const userName = z.string().optional().describe("For a user: their email in the state.");
const isAdmin = z
  .literal(true)
  .optional()
  .describe("Present if the object is an admin role in the account, or a user with one.");
const placeId = z.string().describe("The Pulumi id; for a member of a set, the member's key.");

const ends = {
  urn,
  kind: z.literal("user"),
  id: placeId,
  name: userName,
  until: z.string().describe("As declared: a date, which ends with that day (UTC), or a date and time."),
  then: z.union([z.literal("disable"), z.object({ roleId: z.string() })]).describe("What follows, as declared."),
};

/** The report of `pulumi-cloudone drift --format json`. New properties may come; a change of these raises `schemaVersion`. */
export const driftReport = z
  .object({
    schemaVersion: z.literal(1),
    account: z.string().describe("The 12-digit id of the account that was read."),
    complete: z
      .boolean()
      .describe("False if something could not be read or compared: what is not listed may have drifted too."),
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
          .describe("Users who still have access that has ended; absent if there are none."),
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
          actual: z.unknown().describe("The value in the account; null if there is none."),
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
          roleId: z.string().optional().describe("For a user or an API key: the role."),
          state: z.string().optional().describe("For a user or an API key: enabled or disabled."),
          isAdmin,
        }),
      )
      .describe("Custom roles and users that no resource declares, and API keys with an admin role."),
    overdue: z
      .array(z.object({ ...ends, roleId: z.string(), state: z.string().describe("Enabled or disabled."), isAdmin }))
      .describe(
        "Declared users whose access has ended; roleId and state are what the account still has. Absent if there are none.",
      )
      .optional(),
    ending: z
      .array(z.object(ends))
      .optional()
      .describe("Declared users whose access ends within a week, which is not drift. Absent if there are none."),
  })
  .describe("What pulumi-cloudone drift found.");

export type DriftReport = z.infer<typeof driftReport>;

/** The report's JSON schema, as docs/reference/drift.schema.json has it. */
export function driftSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(driftReport, { io: "input" }), null, 2)}\n`;
}
