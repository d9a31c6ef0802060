import { forEachConcurrent } from "../../provider/apply/for-each-concurrent.js";
import type { Account } from "../../provider/client/index.js";
import { adminRolesOf } from "../../provider/plan/admin-roles.js";
import type { DeclaredUser, Place } from "../../provider/plan/declared.js";
import { foldEmail } from "../../provider/plan/fields.js";
import { invitationsOf, isStanding } from "../../provider/plan/invitations.js";
import type { Session } from "../../provider/session/session.js";
import { missingOf, type PartialRead, partValue, readPart } from "../partial-read.js";
import { readSamlUsers } from "../saml-part.js";
import { adminKeys } from "./admin-keys.js";
import { type Assembled, assemble } from "./assemble.js";
import { compareRoles } from "./compare-roles.js";
import { compareSettings } from "./compare-settings.js";
import { compareUsers } from "./compare-users.js";
import type { Findings, Missing } from "./findings.js";
import { type IgnoreEntry, Ignores } from "./ignore.js";
import type { Declared } from "./read-declared.js";
import { samlRemark } from "./saml-remark.js";
import { stateRemark } from "./state-remark.js";

/** Reads the account and compares it with what is declared. Fails unless the key belongs to every declared account. */
export async function scanDrift(
  session: Session,
  declared: Declared,
  entries: readonly IgnoreEntry[],
): Promise<Assembled> {
  const { accountId } = await session.proof.owner();
  for (const [account, urn] of declared.accounts) await session.proof.require(account, urn);
  const { inventory, client } = session;
  const none: PartialRead<Account | undefined> = { value: undefined };
  const [roles, users, settings, apiKeys, samlUsers] = await Promise.all([
    readPart("roles", inventory.roles.all()),
    readPart("users", inventory.users.all()),
    declared.settings.length === 0 ? none : readPart("the account's settings", client.accounts.describe(accountId)),
    readPart("API keys", inventory.apiKeys.all()),
    readSamlUsers(inventory),
  ]);
  const parts: Findings[] = [];
  const unread = [...missingOf(roles, users, settings, apiKeys), ...samlUsers.gaps];
  const [liveRoles, liveUsers, account] = [partValue(roles), partValue(users), partValue(settings)];
  const content = new Map(liveRoles?.map(({ id, serviceRoleURNs }) => [id, serviceRoleURNs]));
  const isAdminRole = adminRolesOf(content, session.guard(undefined).adminRoles);
  if (liveRoles !== undefined) parts.push(await confirmed(compareRoles(declared, liveRoles, isAdminRole), provesRole));
  if (liveUsers !== undefined) {
    parts.push(
      await confirmed(await withInvited(compareUsers(declared, liveUsers, isAdminRole, session.now())), provesUser),
    );
  }
  if (account !== undefined) parts.push(compareSettings(declared, account));
  const keys = adminKeys(partValue(apiKeys) ?? [], client.apiKeyId, isAdminRole);
  parts.push(keys.findings);
  return assemble(
    accountId,
    new Date(session.now()).toISOString(),
    [...parts, ...uncompared()],
    declared.unreadable,
    unread,
    new Ignores(entries, session.now()),
    [...samlRemark(samlUsers), ...keys.remarks, ...stateRemark(declared.users)],
  );

  /** What could not be read is declared all the same. */
  function uncompared(): Findings[] {
    const nothing = { changed: [], missing: [], unmanaged: [], undecided: [] };
    return [
      ...(liveRoles === undefined ? [{ ...nothing, managed: compareRoles(declared, [], isAdminRole).managed }] : []),
      ...(liveUsers === undefined
        ? [{ ...nothing, managed: compareUsers(declared, [], isAdminRole, session.now()).managed }]
        : []),
      ...("missing" in settings ? [{ ...nothing, managed: 1 }] : []),
    ];
  }

  /** A list that lags is no proof: missing is what the API itself says is gone. */
  async function confirmed(
    findings: Findings,
    isThere: (id: string, urn: string) => Promise<boolean>,
  ): Promise<Findings> {
    const still = new Set<string>();
    const failures = await forEachConcurrent(
      findings.missing,
      ({ kind, id }) => `whether ${kind} ${id} is gone could not be read`,
      async ({ id, urn }) => {
        if (await isThere(id, urn)) still.add(`${urn} ${id}`);
      },
    );
    const lagging = findings.missing.filter(({ urn, id }) => still.has(`${urn} ${id}`));
    return {
      ...findings,
      missing: findings.missing.filter((one) => !lagging.includes(one)),
      undecided: [
        ...findings.undecided,
        ...failures,
        ...lagging.map(({ kind, id }) => `the list of ${kind}s lacks ${id}, but the API still has it: run again`),
      ],
    };
  }

  async function provesRole(id: string): Promise<boolean> {
    return (await inventory.roles.fetch(id)) !== undefined;
  }

  async function provesUser(id: string, urn: string): Promise<boolean> {
    const { userId, knownAs = "" } = userAt({ urn, id }) ?? {};
    if (userId !== undefined) return (await inventory.users.fetch(userId)) !== undefined;
    // Without an id, absence rests on two complete walks.
    return (await inventory.users.find((user) => foldEmail(user.email) === foldEmail(knownAs))).length > 0;
  }

  /** A pending invitation counts as the user, with the role that it has. */
  async function withInvited(findings: Findings): Promise<Findings> {
    const invited = findings.missing.filter((one) => userAt(one)?.isInvited);
    if (invited.length === 0) return findings;
    const invitations = await readPart("invitations", inventory.invitations.all());
    if ("missing" in invitations) return { ...findings, undecided: [...findings.undecided, invitations.missing] };
    const now = session.now();
    const pending = invitations.value.filter((one) => isStanding(one, now));
    const standing = new Map(invited.map((one) => [one, invitationsOf(pending, userAt(one)?.knownAs ?? "")]));
    const isInvitedStill = (one: Missing) => (standing.get(one)?.length ?? 0) > 0;
    const changed = [...standing].flatMap(([{ urn, kind, id }, own]) => {
      const role = userAt({ urn, id })?.roleId;
      const other = own.find(({ roleID }) => role !== undefined && roleID !== role);
      return other === undefined ? [] : { urn, kind, id, property: "roleId", declared: role, actual: other.roleID };
    });
    return {
      ...findings,
      changed: [...findings.changed, ...changed],
      missing: findings.missing.filter((one) => !isInvitedStill(one)),
    };
  }

  function userAt({ urn, id }: Place): DeclaredUser | undefined {
    return declared.users.find((user) => user.urn === urn && user.id === id);
  }
}
