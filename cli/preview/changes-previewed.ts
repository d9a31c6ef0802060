import { RESOURCE_CLASSES } from "../../provider/engine/resource-classes.js";
import type { Session } from "../../provider/session/session.js";
import type { AccessChange, AccessChanges } from "../access/access-changes.js";
import type { AccessReport } from "../access/access-report.js";
import { assembleAccess } from "../access/assemble-access.js";
import { addTo, compareAccess, summarized } from "../access/compare-access.js";
import { CommandFailure } from "../command-failure.js";
import { AccountCopy, COPY_KEY, type LiveAccount } from "./account-copy.js";
import { playSteps } from "./play-steps.js";
import type { Preview } from "./read-preview.js";
import { type Unknowns, withoutUnknown } from "./without-unknown.js";

/** The account after an update, as far as it can be predicted. */
interface PredictedAccess {
  after: AccessReport;
  /** People who would be invited. */
  invited: { email: string; roleId: string }[];
  refusals: string[];
  unknowns: Unknowns;
}

/** Carries out a preview on a copy of the account. Throws a CommandFailure if it is another account's. */
export async function predictAccess(preview: Preview, live: LiveAccount, session: Session): Promise<PredictedAccess> {
  refuseOtherAccount(preview, live.id);
  const copy = new AccountCopy(live, session.now());
  const { steps, unknowns } = withoutUnknown(preview.steps, live);
  const silent = { info: () => undefined, warn: () => undefined };
  const run = copy.session(session.config, silent, live.samlUsers !== undefined);
  const failed = await playSteps(run, steps);
  const { store } = copy.emulator;
  const after = assembleAccess({
    account: live.id,
    now: session.now(),
    roles: [...store.roles.values()].map((one) => ({ description: "", ...one })),
    users: [...store.users.values()].map((one) => ({ ...one })),
    apiKeys: [...store.apiKeys.values()].filter(({ id }) => id !== COPY_KEY).map((one) => ({ ...one })),
    samlUsers: {
      users: live.samlUsers && [...store.samlUsers.values()].map((one) => ({ ...one })),
      notCounted: undefined,
      gaps: [],
    },
    adminRoles: session.guard(undefined).adminRoles,
  });
  const pending = new Set(live.invitations.map(({ id }) => id));
  const invited = [...store.invitations.values()]
    .filter(({ id }) => !pending.has(id))
    .map(({ email, roleID }) => ({ email, roleId: roleID }));
  return { after, invited, refusals: failed.map((text) => `${text} Nothing after that is carried out.`), unknowns };
}

function refuseOtherAccount({ steps }: Preview, id: string): void {
  const proven = steps.flatMap((step) => {
    const account = step.id === "" ? undefined : RESOURCE_CLASSES[step.class].accountOf(step.id, step.olds.outputs);
    return account === undefined ? [] : [{ account, where: step.urn }];
  });
  // A first preview has no ids. Its roles name the account in their URNs, unless a mistake does.
  const declared = steps.flatMap(({ inputs, urn }) => accountsIn(inputs).map((account) => ({ account, where: urn })));
  const isDeclaredHere = declared.length === 0 || declared.some(({ account }) => account === id);
  const other =
    proven.find(({ account }) => account !== id) ?? (proven.length > 0 || isDeclaredHere ? undefined : declared[0]);
  if (other === undefined) return;
  throw new CommandFailure(
    `The preview is of account ${other.account} (${other.where}), and the key in CLOUDONE_API_KEY belongs to account ${id}: ` +
      "nothing was predicted. Use a key of that account, or the preview of a stack of this one.",
  );
}

/** The accounts in the service role URNs of what a step declares. */
function accountsIn(inputs: unknown): string[] {
  const urns = JSON.stringify(inputs ?? {}).matchAll(/urn:cloudone:[^:"]*:[^:"]*:(\d{12}):role\//g);
  return [...urns].map(([, account]) => account ?? "");
}

/** What an update would change, by what people and keys can do. */
export function predictedChanges(
  now: AccessReport,
  { after, invited, refusals, unknowns }: PredictedAccess,
): AccessChanges {
  const compared = compareAccess(now, after, ({ kind, id, roleId }) => [
    ...(kind === "user" ? [unknowns.users.get(id) ?? []].flat() : []),
    ...[unknowns.roles.get(roleId) ?? []].flat(),
  ]);
  const rows = new Map<string, AccessChange>();
  const roles = new Map(after.roles.map((role) => [role.id, role]));
  for (const { email, roleId } of invited) {
    const role = roles.get(roleId);
    const row: Omit<AccessChange, "who"> = {
      change: "invited",
      becomesAdmin: role?.isAdmin === true,
      ceasesToBeAdmin: false,
      before: null,
      after: { roleId, state: "enabled" },
      gains: unknowns.roles.has(roleId) ? [] : (role?.serviceRoleURNs ?? []),
      losses: [],
      notKnown: [unknowns.roles.get(roleId) ?? []].flat(),
    };
    addTo(rows, row, { kind: "invitation", id: "", name: email, email });
  }
  const held = new Set(after.principals.map(({ roleId }) => roleId));
  return {
    comparedWith: "preview",
    since: null,
    ...summarized([...compared.rows, ...rows.values()], compared.summary.unchanged),
    notKnown: [
      ...unknowns.others,
      ...[...unknowns.roles].flatMap(([id, text]) => (held.has(id) ? [] : `${text}, which no one holds`)),
    ],
    refusals,
    notes: [],
  };
}
