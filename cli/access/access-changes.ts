import { z } from "zod";

const who = z.object({
  kind: z.enum(["user", "apiKey", "samlUser", "invitation"]),
  id: z.string().describe("Empty for an invitation that has not been sent yet."),
  name: z.string(),
  email: z.string().nullable(),
});

const binding = z.object({
  roleId: z.string(),
  state: z.string().describe("enabled or disabled; a SAML user or an invitation, which have none, count as enabled."),
});

const count = z.int().nonnegative();

/** A change in what one or more people and keys can do, whichever object changed. */
const accessChange = z.object({
  change: z
    .enum(["joined", "left", "invited", "changed", "moved"])
    .describe("moved: another role or state, and the same access. invited: the access comes with the acceptance."),
  becomesAdmin: z.boolean(),
  ceasesToBeAdmin: z.boolean(),
  before: binding.nullable(),
  after: binding.nullable(),
  gains: z.array(z.string()).describe("Service role URNs that they did not have."),
  losses: z.array(z.string()).describe("Service role URNs that they no longer have."),
  notKnown: z.array(z.string()).describe("Unknown values that their access depends on."),
  who: z.array(who).describe("Everyone affected, sorted by name."),
});

/** How access differs from an earlier report, or would differ after an update. */
export const accessChanges = z.object({
  comparedWith: z.enum(["report", "preview"]),
  since: z.string().nullable().describe("For a report: when it was made, RFC 3339, UTC."),
  summary: z
    .object({
      newAdmins: count,
      formerAdmins: count,
      joined: count,
      invited: count,
      left: count,
      gained: count.describe("People and keys present before and after that gained access."),
      lost: count.describe("People and keys present before and after that lost access."),
      moved: count,
      notKnown: count,
      unchanged: count,
    })
    .describe("Counts of people and keys."),
  rows: z
    .array(accessChange)
    .describe("New admins first, then other gains, then losses; people with the same change share a row."),
  notKnown: z.array(z.string()).describe("What the preview does not know yet, beyond the rows."),
  refusals: z.array(z.string()).describe("What an update would refuse to do; the rows are the rest."),
  notes: z.array(z.string()).describe("What was not compared, and why."),
});

/** Users and keys without activity. */
export const accessInactive = z.object({
  days: z.int().positive(),
  rows: z
    .array(
      who.extend({
        roleId: z.string(),
        isAdmin: z.boolean(),
        lastActivity: z.string().nullable(),
        created: z.string().nullable(),
        daysInactive: count.nullable().describe("Full days; null if neither activity nor creation is known."),
      }),
    )
    .describe("Only enabled ones; admins first, then the longest inactive."),
  disabled: count.describe("Inactive but disabled ones, which are not listed."),
  notJudged: count.describe("SAML users: the API does not show their activity."),
});

export type AccessChange = z.infer<typeof accessChange>;
export type AccessChanges = z.infer<typeof accessChanges>;
export type AccessInactive = z.infer<typeof accessInactive>;
export type ChangedPrincipal = AccessChange["who"][number];
