import type { ApiProfile } from "./api-profile.js";
import { cloudOneProfile } from "./cloud-one-profile.js";
import { jsonOf } from "./response-body.js";

const remark = "If no one signs in by SSO, set cloudone:samlUsers (CLOUDONE_SAML_USERS) to off.";

/** Cloud One's SAML host, with the same form of errors. The vendor does not say whether an API key may read anything there. */
export const samlProfile: ApiProfile = {
  ...cloudOneProfile,
  remark,
  settings: { ...cloudOneProfile.settings, server: "cloudone:samlBaseUrl (CLOUDONE_SAML_BASE_URL)" },
  advice(response, subject) {
    const { host, keyId } = subject;
    const { status } = response;
    if (status === 401) return `${host} does not accept key ${keyId}, even if other hosts do.`;
    if (status === 403 && jsonOf(response) !== undefined) {
      return `Key ${keyId} has no right to read SAML users, or has expired.`;
    }
    if (status === 404) return `There is no such SAML user, or no such list, at ${host}.`;
    return cloudOneProfile.advice(response, subject);
  },
};
