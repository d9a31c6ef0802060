import { adminRolesOf } from "../../provider/plan/access/admin-roles.js";
import { urnsByRole } from "../../provider/plan/access/role-contents.js";
import type { Session } from "../../provider/session/session.js";
import { missingOf, partValue, readPart } from "../partial-read.js";
import { readSamlUsers } from "../saml-part.js";
import { adminKeys } from "./admin-keys.js";
import { type Assembled, assemble } from "./assemble.js";
import { COMPARED_KINDS, type ComparedKind } from "./compared-kinds.js";
import { confirmMissing } from "./confirm-missing.js";
import { type Facts, type Findings, noFindings } from "./findings.js";
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
  const kinds = Object.values(COMPARED_KINDS);
  const [apiKeys, samlUsers, ...comparisons] = await Promise.all([
    readPart("API keys", inventory.apiKeys.all()),
    readSamlUsers(inventory),
    ...kinds.map((kind) => readPart(kind.name, kind.read(session, declared))),
  ]);
  const roles = partValue(await readPart("roles", inventory.roles.all()));
  const isAdminRole = adminRolesOf(urnsByRole(roles ?? []), session.guard(undefined).adminRoles);
  const parts: Findings[] = [];
  for (const [index, kind] of kinds.entries()) {
    const compare = comparisons[index] && partValue(comparisons[index]);
    parts.push(await findingsOf(session, declared, kind, compare, { isAdminRole, now: session.now() }));
  }
  const keys = adminKeys(partValue(apiKeys) ?? [], client.apiKeyId, isAdminRole);
  return assemble(
    accountId,
    new Date(session.now()).toISOString(),
    [...parts, keys.findings],
    declared.unreadable,
    [...missingOf(...comparisons, apiKeys), ...samlUsers.gaps],
    new Ignores(entries, session.now()),
    [...samlRemark(samlUsers), ...keys.remarks, ...stateRemark(declared.users)],
  );
}

/** What could not be read is declared all the same. */
async function findingsOf(
  session: Session,
  declared: Declared,
  kind: ComparedKind,
  compare: ((facts: Facts) => Findings) | undefined,
  facts: Facts,
): Promise<Findings> {
  if (compare === undefined) return noFindings(kind.count(declared));
  const found = compare(facts);
  const completed = (await kind.complete?.(session, declared, found)) ?? found;
  return kind.exists === undefined ? completed : confirmMissing(completed, kind.exists(session, declared));
}
