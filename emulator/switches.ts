import { z } from "zod";
import { defineSwitch as define } from "./define-switch.js";
import { sailPointSwitches } from "./sailpoint/switches.js";
import type { Switches } from "./switch-positions.js";

const semantics = z.enum(["merge", "replace"]);
const body = z.enum(["json", "empty", "html"]);
const positive = z.number().positive();

/** Every undocumented behaviour of the server, by name. The documentation lists this table. */
export const switchTable = {
  modifySemantics: define(
    z.union([semantics, z.strictObject({ roles: semantics, users: semantics, accounts: semantics }).partial()]),
    "merge",
    "What a modify does to a field that its body leaves out: merge keeps it, replace resets it to its default " +
      "(role: no description, no URNs, and the name is required; user: enabled; account: empty alias, en, UTC, no MFA). " +
      "One position for all kinds, or one for each.",
  ),
  unknownBodyFields: define(
    z.enum(["rejected", "ignored"]),
    "rejected",
    "Whether a request body may have undocumented fields, such as a read-only one.",
  ),
  unknownQuery: define(
    z.enum(["rejected", "ignored"]),
    "rejected",
    "Whether a list accepts undocumented query parameters, such as roleID on roles.",
  ),
  regionChange: define(
    z.enum(["refused", "ignored"]),
    "refused",
    "What a modify of the account does with another region; the vendor's guide says that an account is locked to one.",
  ),
  duplicateRole: define(z.literal([400, 409]), 400, "The status of creating a role whose id is taken."),
  deleteRoleInUse: define(
    z.enum(["refused-400", "refused-409", "allowed"]),
    "refused-400",
    "What happens if a deleted role is held by users, API keys, pending invitations or people who sign in by SSO; allowed leaves them with a role that does not exist.",
  ),
  editPredefined: define(z.literal([400, 403]), 400, "The status of modifying or deleting a predefined role."),
  deleteGone: define(z.literal([204, 404]), 204, "The status of deleting a role or a user that is already gone."),
  deleteStatus: define(
    z.literal([204, 200]),
    204,
    "The status of a successful delete; 200 comes with an empty JSON object.",
  ),
  descriptionDefault: define(
    z.literal(["", null, "absent"]),
    "",
    "How a role shows an undeclared description; a server that returns null also accepts null.",
  ),
  emptyFields: define(
    z.enum(["shown", "null", "absent"]),
    "shown",
    "How an account shows an empty alias and an MFA requirement that is off, and how a role shows an empty list of URNs.",
  ),
  urnOrder: define(
    z.enum(["as-sent", "sorted", "reversed"]),
    "as-sent",
    "The order in which a role returns its serviceRoleURNs.",
  ),
  endOfList: define(
    z.enum(["absent", "empty", "null"]),
    "absent",
    "What next is on the last page of a list: absent, an empty string, or null.",
  ),
  maxLimit: define(z.int().positive(), 100, "The largest page; the vendor publishes none."),
  largeLimit: define(z.enum(["clamp", "reject"]), "clamp", "What a list does with a limit above the largest page."),
  listOrder: define(
    z.enum(["created", "id", "shuffled"]),
    "created",
    "The order of a list; shuffled differs from one walk to the next, but stays the same for all pages of one walk.",
  ),
  pageShift: define(
    z.enum(["stable", "shifting"]),
    "stable",
    "What a cursor remembers: the last object shown (stable), or how many were shown (shifting), so that objects that come or go between two pages push others out of sight.",
  ),
  listLag: define(
    z.union([z.null(), z.strictObject({ milliseconds: positive }), z.strictObject({ requests: z.int().positive() })]),
    null,
    "How long lists lag behind a write: a time, or a number of further requests to the account. Describe never lags.",
  ),
  usersIncludeDisabled: define(z.boolean(), true, "Whether the list of users includes disabled ones."),
  emailCase: define(
    z.enum(["preserved", "lower"]),
    "preserved",
    "Whether emails keep the case in which they were sent.",
  ),
  invitationsPaged: define(
    z.boolean(),
    true,
    "Whether the list of invitations has pages; otherwise it is complete and takes no cursor or limit.",
  ),
  duplicateInvitation: define(
    z.literal([400, 409, "allowed"]),
    400,
    "The status of inviting an email that has a pending invitation; allowed creates a second one. Inviting a user of the account is always refused, with 400 or 409.",
  ),
  expiredInvitations: define(
    z.enum(["listed", "hidden"]),
    "listed",
    "Whether the list of invitations includes expired ones.",
  ),
  acceptedInvitations: define(
    z.enum(["hidden", "listed"]),
    "hidden",
    "Whether the list of invitations keeps accepted ones, with the state accepted.",
  ),
  invitationState: define(
    z.enum(["invited", "Invited", "pending", "resent"]),
    "invited",
    "The state of an invitation that has not been accepted yet; the vendor documents only invited.",
  ),
  invitationDays: define(positive, 7, "How many days an invitation is valid."),
  apiKeysProperty: define(
    z.enum(["apiKeys", "apikeys"]),
    "apiKeys",
    "The property that holds the keys in the list of API keys.",
  ),
  samlHost: define(
    z.enum(["present", "absent"]),
    "present",
    "Whether the host for people who sign in by SSO exists; if absent, none of its operations do.",
  ),
  samlUsersList: define(
    z.literal(["allowed", 401, 403, 404]),
    "allowed",
    "Whether an API key may list people who sign in by SSO, or the status of the refusal. Describing one is allowed.",
  ),
  samlUsersProperty: define(
    z.enum(["users", "saml-users", "samlUsers"]),
    "users",
    "The property that holds people in the list of people who sign in by SSO.",
  ),
  samlUsersPaged: define(
    z.boolean(),
    true,
    "Whether the list of people who sign in by SSO has pages; otherwise it is complete and takes no cursor or limit.",
  ),
  samlUsersHoldRoles: define(
    z.boolean(),
    true,
    "Whether deleting a role treats it as in use if only people who sign in by SSO hold it.",
  ),
  customRoleRights: define(
    z.enum(["by-identity-urn", "read", "none"]),
    "by-identity-urn",
    "What a key with a custom role may do: by-identity-urn allows everything with urn:cloudone:identity:…:role/full-access, reading with any other identity URN, and nothing without one.",
  ),
  apiKeyDescribe: define(
    z.enum(["allowed", "forbidden"]),
    "allowed",
    "Whether a key may describe API keys, including itself.",
  ),
  ownKeyUrnMissing: define(z.boolean(), false, "Whether a key's view of itself lacks the urn."),
  lastActivity: define(
    z.enum(["moves", "absent"]),
    "moves",
    "What users and API keys show as their last activity: moves shows a later time at each read, since people sign in between reads; absent shows none, as for someone who never signed in.",
  ),
  missingApiVersion: define(z.literal([401, 400]), 401, "The status of a request without Api-Version: v1."),
  disabledKey: define(z.literal([401, 403]), 401, "The status for a disabled key."),
  foreignAccount: define(
    z.literal([404, 403]),
    404,
    "The status of describing or modifying an account that is not the key's own; deleting one is always 403, since the vendor documents no 404 for it.",
  ),
  suspendedAccount: define(
    z.enum(["readable", "locked"]),
    "readable",
    "What a suspended account still allows: reads, or nothing; the rest is 403.",
  ),
  forbiddenBody: define(body, "json", "The body of a 403; the vendor documents none."),
  rateLimitBody: define(body, "empty", "The body of a 429; the vendor documents none."),
  notFoundBody: define(
    z.enum(["json", "html"]),
    "json",
    "The body of a 404; html imitates a proxy that does not know the path.",
  ),
  rateLimit: define(
    z.union([
      z.null(),
      z.strictObject({
        requestsPerSecond: positive.optional(),
        requestsPerMinute: positive.optional(),
        retryAfter: z.enum(["seconds", "date", "absent"]).optional(),
      }),
    ]),
    null,
    "How many requests an account may make per second or minute (refused ones do not count), and the form of Retry-After (seconds by default).",
  ),
  latencyMs: define(z.number().nonnegative(), 0, "How long each response takes."),
  unknownFields: define(z.boolean(), false, "Whether objects and lists have fields that no client knows."),
  timesFraction: define(z.int().min(0).max(9), 0, "How many fractional digits the seconds of a time have."),
  ...sailPointSwitches,
};

/** Some switches, as given by a caller, a seed file or a PATCH. An unknown name or position is refused. */
export const switchesSchema = z
  .strictObject(
    Object.fromEntries(Object.entries(switchTable).map(([name, { schema }]) => [name, schema])) as {
      [Name in keyof typeof switchTable]: (typeof switchTable)[Name]["schema"];
    },
  )
  .partial();

/** All switches in their default positions. */
export function defaultSwitches(): Switches {
  const positions = Object.entries(switchTable).map(([name, entry]) => [name, entry.default]);
  return Object.fromEntries(positions) as Switches;
}

/** Checks positions from outside; throws an error that names each invalid one. */
export function checkSwitches(given: unknown): z.output<typeof switchesSchema> {
  const result = switchesSchema.safeParse(given);
  if (!result.success) throw new Error(`The switches are not valid.\n${z.prettifyError(result.error)}`);
  return result.data;
}
