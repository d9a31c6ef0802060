import { z } from "zod";
import type { ArgsSpec } from "./check-args.js";
import { type Difference, differencesIn } from "./difference.js";
import { accountId, seen, UNKNOWN } from "./fields.js";

/** The settings that can be declared, in the order in which they are shown. */
export const SETTINGS = ["alias", "locale", "timezone", "mfaRequired"] as const;

/** The arguments of an `AccountSettings`. */
export const accountSettingsSchema = z.strictObject({
  accountId: accountId.optional(),
  alias: z.string({ error: "an alias is a text" }).regex(/\S/, { error: "an alias is not empty" }).optional(),
  locale: z.enum(["en", "ja"], { error: 'the locales of Cloud One are "en" and "ja"' }).optional(),
  timezone: seen("a timezone is a text")
    .refine(isTimezone, { error: "a timezone is an IANA name, such as America/Toronto" })
    .optional(),
  mfaRequired: z.boolean({ error: "mfaRequired is true or false" }).optional(),
  deletionPolicy: z
    .enum(["restore", "retain", "closeAccount"], { error: 'deletionPolicy is "restore", "retain" or "closeAccount"' })
    .optional(),
  closeAccountConfirmation: seen("closeAccountConfirmation is the account id, as a text").optional(),
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
          "to mean it, set closeAccountConfirmation to the 12-digit account id",
      },
    ];
  },
};

/** How the account's settings are not as declared. */
export function settingsDifferences(declared: Settings, actual: Settings): Difference[] {
  return differencesIn(SETTINGS, declared, actual);
}

/** Only the settings out of a larger object. */
export function pickSettings(source: Settings, of: Settings = source): Settings {
  return Object.fromEntries(SETTINGS.filter((key) => of[key] !== undefined).map((key) => [key, source[key]]));
}

/**
 * The baseline for restore: what the first create saw of a key stays; a key declared later adds what it saw. What was not
 * seen is not in it.
 */
export function keepFound(found: Settings, declared: Settings, seen: Settings): Settings {
  return { ...pickSettings(pickSettings(seen, declared)), ...pickSettings(found) };
}

/** What a restore writes; a requirement of MFA is never taken away. */
export function restoredSettings(
  declared: Settings,
  found: Settings,
  live: Settings,
): { target: Settings; kept: boolean } {
  const { mfaRequired, ...target } = pickSettings(found, pickSettings(declared));
  // Left out it stays as it is, also where somebody turns it on before the write gets through.
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
