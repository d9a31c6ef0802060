/** What a modify does to a field that its body leaves out. */
type Semantics = "merge" | "replace";
type Body = "json" | "empty" | "html";

/** The positions of all switches. They may be changed during a run. */
export interface Switches {
  modifySemantics:
    | Semantics
    | { roles?: Semantics | undefined; users?: Semantics | undefined; accounts?: Semantics | undefined };
  unknownBodyFields: "rejected" | "ignored";
  unknownQuery: "rejected" | "ignored";
  regionChange: "refused" | "ignored";
  duplicateRole: 400 | 409;
  deleteRoleInUse: "refused-400" | "refused-409" | "allowed";
  editPredefined: 400 | 403;
  deleteGone: 204 | 404;
  deleteStatus: 204 | 200;
  descriptionDefault: "" | null | "absent";
  emptyFields: "shown" | "null" | "absent";
  urnOrder: "as-sent" | "sorted" | "reversed";
  endOfList: "absent" | "empty" | "null";
  maxLimit: number;
  largeLimit: "clamp" | "reject";
  listOrder: "created" | "id" | "shuffled";
  pageShift: "stable" | "shifting";
  listLag: null | { milliseconds: number } | { requests: number };
  usersIncludeDisabled: boolean;
  emailCase: "preserved" | "lower";
  invitationsPaged: boolean;
  duplicateInvitation: 400 | 409 | "allowed";
  expiredInvitations: "listed" | "hidden";
  acceptedInvitations: "hidden" | "listed";
  invitationState: "invited" | "Invited" | "pending" | "resent";
  invitationDays: number;
  apiKeysProperty: "apiKeys" | "apikeys";
  samlHost: "present" | "absent";
  samlUsersList: "allowed" | 401 | 403 | 404;
  samlUsersProperty: "users" | "saml-users" | "samlUsers";
  samlUsersPaged: boolean;
  samlUsersHoldRoles: boolean;
  customRoleRights: "by-identity-urn" | "read" | "none";
  apiKeyDescribe: "allowed" | "forbidden";
  ownKeyUrnMissing: boolean;
  lastActivity: "moves" | "absent";
  missingApiVersion: 401 | 400;
  disabledKey: 401 | 403;
  foreignAccount: 404 | 403;
  suspendedAccount: "readable" | "locked";
  forbiddenBody: Body;
  rateLimitBody: Body;
  notFoundBody: "json" | "html";
  rateLimit: null | {
    requestsPerSecond?: number | undefined;
    requestsPerMinute?: number | undefined;
    retryAfter?: "seconds" | "date" | "absent" | undefined;
  };
  latencyMs: number;
  unknownFields: boolean;
  timesFraction: number;
  sailPointTokenSeconds: number;
  sailPointRateLimit: null | { requests: number; seconds: number; retryAfterSeconds?: number | undefined };
  sailPointPastTheEnd: "empty" | 400 | 404;
  sailPointTotalCount: boolean;
  sailPointPageCap: number;
  sailPointBogusEncoding: boolean;
  sailPointNulls: boolean;
  sailPointTimes: "date-time" | "true";
}
