/** Whether people who sign in by SSO are read: as far as the key may (auto), in any case (required), or not at all (off). */
export const SAML_USERS_MODES = ["auto", "required", "off"] as const;

export type SamlUsersMode = (typeof SAML_USERS_MODES)[number];
