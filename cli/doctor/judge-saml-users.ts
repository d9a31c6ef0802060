import type { SamlUsersMode } from "../../provider/config/saml-users-mode.js";
import type { SamlPart } from "../saml-part.js";
import { type Check, fail, ok, warn } from "./check.js";

const NAME = "SAML users";

/** Whether the key may read the people who sign in by SSO, and what follows if it may not. */
export function judgeSamlUsers({ users, notCounted = "", gaps }: SamlPart, mode: SamlUsersMode): Check {
  if (mode === "off") {
    return ok(NAME, "People who sign in by SSO do not count: cloudone:samlUsers (CLOUDONE_SAML_USERS) is off.");
  }
  if (users !== undefined) {
    const found = users.length === 1 ? "1 person who signs in" : `${users.length} people who sign in`;
    return ok(
      NAME,
      `The key may list them: ${found} by SSO.`,
      // If no one signs in by SSO, or the setting is already required, there is nothing to gain.
      mode === "required" || users.length === 0
        ? undefined
        : "Set cloudone:samlUsers to required, so that no role is deleted without checking them.",
    );
  }
  if (gaps.length > 0) {
    return fail(
      NAME,
      notCounted,
      "Until this works, roles can be neither deleted nor retired. Fix it, or set cloudone:samlUsers to off.",
    );
  }
  return warn(
    NAME,
    `People who sign in by SSO are not counted. ${notCounted}`,
    "A role that only they hold looks unused: name such roles in guard.protectedRoles.",
  );
}
