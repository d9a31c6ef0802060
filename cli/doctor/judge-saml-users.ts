import type { SamlUsersMode } from "../../provider/config/saml-users-mode.js";
import type { SamlPart } from "../saml-part.js";
import { type Check, fail, ok, warn } from "./check.js";

const NAME = "SAML users";

/** Whether the key may read the people who sign in by SSO, and what follows where it may not. */
export function judgeSamlUsers({ users, notCounted = "", gaps }: SamlPart, mode: SamlUsersMode): Check {
  if (mode === "off") {
    return ok(NAME, "People who sign in by SSO do not count: cloudone:samlUsers (CLOUDONE_SAML_USERS) is off.");
  }
  if (users !== undefined) {
    const found = users.length === 1 ? "1 person who signs in" : `${users.length} people who sign in`;
    return ok(
      NAME,
      `The key may list them: ${found} by SSO.`,
      // Where nobody signs in so, or the setting says so already, there is nothing to gain.
      mode === "required" || users.length === 0
        ? undefined
        : "Set cloudone:samlUsers to required, so that no role is deleted without a look at them.",
    );
  }
  if (gaps.length > 0) {
    return fail(
      NAME,
      notCounted,
      "Roles can be neither deleted nor retired as long as this lasts. Mend it, or say off in cloudone:samlUsers.",
    );
  }
  return warn(
    NAME,
    `People who sign in by SSO are not counted. ${notCounted}`,
    "A role that only they hold looks as if nobody held it: name such roles in guard.protectedRoles.",
  );
}
