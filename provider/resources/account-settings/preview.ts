import {
  type AccountSettingsInputs,
  accountSettingsArgs,
  type Settings,
  settingsDifferences,
} from "../../plan/account-settings.js";
import type { CheckFailure } from "../../plan/args/check-args.js";
import { describeDifferences } from "../../plan/args/difference.js";
import { UNKNOWN } from "../../plan/args/fields.js";
import type { Session } from "../../session/session.js";
import type { Plan, Preview, Properties } from "../resource.js";
import { NOTHING } from "../single.js";
import { label } from "./outputs.js";

/** What a declaration would change, and whether the key may: a stored account is judged by the state. */
export async function previewSettings(
  session: Session,
  inputs: AccountSettingsInputs,
  stored: Properties | undefined,
): Promise<Preview<Plan>> {
  if (inputs.accountId === UNKNOWN) return NOTHING;
  const storedId = typeof stored?.accountId === "string" ? stored.accountId : undefined;
  const isStored = storedId !== undefined && (inputs.accountId ?? storedId) === storedId;
  const accountId = isStored ? storedId : (await session.proof.owner()).accountId;
  const declared = { ...inputs, accountId: inputs.accountId ?? accountId };
  const checkFailures: CheckFailure[] =
    declared.accountId === accountId
      ? accountSettingsArgs.rules(declared)
      : [
          {
            property: "accountId",
            reason: `the API key belongs to account ${accountId}, not to ${declared.accountId}`,
          },
        ];
  const lines = { warnings: [] as string[], infos: [] as string[] };
  let isTakenOver = false;
  if (isStored) lines.warnings.push(...mfaTurnedOff(accountId, inputs, stored as Settings));
  else if (checkFailures.length === 0) {
    const live = await session.client.accounts.describe(accountId);
    const now = settingsDifferences(inputs, live);
    lines.warnings.push(...mfaTurnedOff(accountId, inputs, live));
    isTakenOver = now.length === 0;
    if (now.length > 0)
      lines.infos.push(`settings of account ${accountId}, now → declared:\n${describeDifferences(now)}`);
  }
  const keysById = new Map([[declared.accountId, label(declared)]]);
  const takenOver = isTakenOver ? { takenOver: label(declared) } : {};
  return { plan: { checkFailures }, lines, inputs: declared, keysById, ...takenOver };
}

function mfaTurnedOff(accountId: string, declared: Settings, { mfaRequired }: Settings): string[] {
  if (declared.mfaRequired !== false || mfaRequired === false) return [];
  const text = mfaRequired ? "no longer require MFA: mfaRequired true → false" : "not require MFA, if it does now";
  return [`account ${accountId} would ${text}`];
}
