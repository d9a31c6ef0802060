import type { ApiProfile } from "./api-profile.js";
import { cloudOneProfile } from "./cloud-one-profile.js";
import { jsonOf } from "./response-body.js";

const remark = "If nobody signs in by SSO, set cloudone:samlUsers (CLOUDONE_SAML_USERS) to off.";

/** Cloud One's SAML host: the same form of errors. Whether it lets an API key read anything, the vendor does not say. */
export const samlProfile: ApiProfile = {
  ...cloudOneProfile,
  remark,
  settings: { ...cloudOneProfile.settings, server: "cloudone:samlBaseUrl (CLOUDONE_SAML_BASE_URL)" },
  advice(answer, subject) {
    const { host, keyId } = subject;
    const { status } = answer;
    if (status === 401) return `${host} does not accept key ${keyId}, whatever other hosts do.`;
    if (status === 403 && jsonOf(answer) !== undefined) {
      return `Key ${keyId} has no right to read SAML users, or has expired.`;
    }
    if (status === 404) return `There is no such SAML user, or no such list, at ${host}.`;
    return cloudOneProfile.advice(answer, subject);
  },
};
