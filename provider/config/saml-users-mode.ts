/** Whether people who sign in by SSO are read: if the key may (auto), always, failing if it may not (required), or never (off). */
export const SAML_USERS_MODES = ["auto", "required", "off"] as const;

export type SamlUsersMode = (typeof SAML_USERS_MODES)[number];
