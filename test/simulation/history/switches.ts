import type { Switches } from "../../../emulator/index.js";
import type { SamlUsersMode } from "../../../provider/config/saml-users-mode.js";
import type { Chance } from "../chance.js";

type Positions = { [Name in keyof Switches]?: readonly Switches[Name][] };

/**
 * The positions in which the provider must keep every promise. Omitted are those that make no difference for a key with
 * full access; `latencyMs`, since the network has its own; and `notFoundBody: "html"`, under which nothing can ever be
 * proven gone, so it comes as a fault.
 */
const POSITIONS = {
  modifySemantics: ["merge", "replace", { roles: "replace", users: "merge", accounts: "replace" }],
  unknownBodyFields: ["rejected", "ignored"],
  unknownQuery: ["rejected", "ignored"],
  regionChange: ["refused", "ignored"],
  duplicateRole: [400, 409],
  deleteRoleInUse: ["refused-400", "refused-409", "allowed"],
  deleteGone: [204, 404],
  deleteStatus: [204, 200],
  descriptionDefault: ["", null, "absent"],
  urnOrder: ["as-sent", "sorted", "reversed"],
  endOfList: ["absent", "empty", "null"],
  maxLimit: [100, 2, 10, 30, 1000],
  largeLimit: ["clamp", "reject"],
  listOrder: ["created", "id", "shuffled"],
  pageShift: ["stable", "shifting"],
  listLag: [null, null, { milliseconds: 3000 }, { requests: 5 }],
  usersIncludeDisabled: [true, true, true, false],
  emailCase: ["preserved", "lower"],
  duplicateInvitation: [400, 409, "allowed"],
  invitationsPaged: [true, false],
  expiredInvitations: ["listed", "hidden"],
  invitationState: ["invited", "Invited", "pending", "resent"],
  apiKeysProperty: ["apiKeys", "apikeys"],
  samlHost: ["present", "present", "present", "absent"],
  samlUsersList: ["allowed", "allowed", "allowed", "allowed", 401, 403, 404],
  samlUsersProperty: ["users", "saml-users", "samlUsers"],
  samlUsersPaged: [true, false],
  samlUsersHoldRoles: [false, true],
  apiKeyDescribe: ["allowed", "allowed", "forbidden"],
  ownKeyUrnMissing: [false, false, true],
  foreignAccount: [404, 403],
  suspendedAccount: ["readable", "locked"],
  forbiddenBody: ["json", "empty", "html"],
  rateLimitBody: ["json", "empty", "html"],
  rateLimit: [
    null,
    null,
    null,
    { requestsPerSecond: 3, retryAfter: "seconds" },
    { requestsPerSecond: 20, retryAfter: "date" },
    { requestsPerMinute: 40, retryAfter: "seconds" },
    { requestsPerSecond: 10, retryAfter: "absent" },
  ],
  unknownFields: [false, true],
  timesFraction: [0, 3, 9],
} as const satisfies Positions;

/** The setting for people who sign in by SSO: never `required` if the key may not list them. */
export function drawSamlUsersMode(chance: Chance, { samlHost, samlUsersList }: Partial<Switches>): SamlUsersMode {
  const isReadable = samlHost === "present" && samlUsersList === "allowed";
  return chance.pick(isReadable ? ["auto", "auto", "required"] : ["auto", "auto", "off"]);
}

/** One combination of undocumented behaviours. */
export function drawSwitches(chance: Chance): Partial<Switches> {
  const drawn = Object.entries(POSITIONS).map(([name, positions]) => [
    name,
    chance.happens(0.5) ? chance.pick<unknown>(positions) : positions[0],
  ]);
  return Object.fromEntries(drawn);
}
