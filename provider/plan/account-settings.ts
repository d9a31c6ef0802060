import { z } from "zod";
import type { ArgsSpec } from "./args/check-args.js";
import { type Difference, differencesIn } from "./args/difference.js";
import { accountId, choice, flag, seen, UNKNOWN } from "./args/fields.js";

/** The settings that can be declared, in the order in which they are shown. */
export const SETTINGS = ["alias", "locale", "timezone", "mfaRequired"] as const;

/** The arguments of an `AccountSettings`. */
export const accountSettingsSchema = z.strictObject({
  accountId: accountId.optional(),
  alias: z
    .string({ error: "an alias must be a string" })
    .regex(/\S/, { error: "an alias must not be empty" })
    .optional(),
  locale: choice("locale", ["en", "ja"]).optional(),
  timezone: seen("a timezone must be a string")
    .refine(isTimezone, { error: "a timezone must be an IANA name, such as America/Toronto" })
    .optional(),
  mfaRequired: flag("mfaRequired").optional(),
  deletionPolicy: choice("deletionPolicy", ["restore", "retain", "closeAccount"]).optional(),
  closeAccountConfirmation: seen("closeAccountConfirmation must be the account id, as a string").optional(),
});

export type AccountSettingsInputs = z.infer<typeof accountSettingsSchema>;

/** The settings, or the declared part of them. */
export interface Settings {
  alias?: string | undefined;
  locale?: string | undefined;
  timezone?: string | undefined;
  mfaRequired?: boolean | undefined;
}

export const accountSettingsPolicies = { deletionPolicy: "restore", closeAccountConfirmation: undefined } as const;

export const accountSettingsArgs: ArgsSpec = {
  schema: accountSettingsSchema,
  shown: ["accountId", "locale", "timezone", "mfaRequired", "deletionPolicy", "closeAccountConfirmation"],
  rules: ({ deletionPolicy, accountId, closeAccountConfirmation }) => {
    if (deletionPolicy !== "closeAccount") return [];
    if (accountId === UNKNOWN || closeAccountConfirmation === UNKNOWN) return [];
    const confirmed =
      accountId === undefined ? closeAccountConfirmation !== undefined : closeAccountConfirmation === accountId;
    if (confirmed) return [];
    return [
      {
        property: "closeAccountConfirmation",
        reason:
          'deletionPolicy "closeAccount" closes the whole account when this resource is deleted; ' +
          "to confirm that, set closeAccountConfirmation to the 12-digit account id",
      },
    ];
  },
};

/** How the account's settings differ from the declaration. */
export function settingsDifferences(declared: Settings, actual: Settings): Difference[] {
  return differencesIn(SETTINGS, declared, actual);
}

/** Only the settings of a larger object. */
export function pickSettings(source: Settings, of: Settings = source): Settings {
  return Object.fromEntries(SETTINGS.filter((key) => of[key] !== undefined).map((key) => [key, source[key]]));
}

/**
 * The baseline for restore: the value that the first create saw for a key stays; a key that is declared later adds the value
 * seen then. Values that were never seen are left out.
 */
export function keepFound(found: Settings, declared: Settings, seen: Settings): Settings {
  return { ...pickSettings(pickSettings(seen, declared)), ...pickSettings(found) };
}

/** What a restore writes; it never turns an MFA requirement off. */
export function restoredSettings(
  declared: Settings,
  found: Settings,
  live: Settings,
): { target: Settings; kept: boolean } {
  const { mfaRequired, ...target } = pickSettings(found, pickSettings(declared));
  // If it is left out, it stays as it is, even if someone turns it on before the write arrives.
  return mfaRequired === false
    ? { target, kept: live.mfaRequired === true }
    : { target: { ...target, ...(mfaRequired !== undefined && { mfaRequired }) }, kept: false };
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return !/^[+-]/.test(name);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
