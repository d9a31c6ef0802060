import { z } from "zod";

/** Declared access that ends within a week, or has ended and is still there. */
export const accessEnds = z.object({
  from: z.enum(["stack", "preview"]).describe("What declares the ends: the stack's state, or the preview's inputs."),
  rows: z
    .array(
      z.object({
        kind: z.literal("user"),
        id: z.string(),
        name: z.string(),
        email: z.string().nullable(),
        roleId: z.string().describe("What the account still has, like state and isAdmin."),
        state: z.string().nullable(),
        isAdmin: z.boolean(),
        until: z.string().describe("As declared: a date, which ends with that day (UTC), or a date and time."),
        then: z
          .union([z.literal("disable"), z.object({ roleId: z.string() })])
          .nullable()
          .describe("What follows, as declared; null if that is not known."),
        isOverdue: z.boolean().describe("Whether the access has ended without an `up` that took it away."),
      }),
    )
    .describe("Overdue ones first, then admins."),
  notKnown: z.array(z.string()).describe("Which ends could not be judged, and why."),
});

export type AccessEnds = z.infer<typeof accessEnds>;
export type AccessEnd = AccessEnds["rows"][number];
