import { networkTransport } from "../../provider/client/http/network-transport.js";
import {
  type CloudOne,
  createCloudOneClient,
  DEFAULT_BASE_URL,
  systemClock,
  type Transport,
} from "../../provider/client/index.js";
import type { Config } from "../../provider/config/config.js";
import { SamlUserList } from "../../provider/inventory/saml-user-list.js";
import { AccountMismatchError, AccountProof, type Caller } from "../../provider/session/account-proof.js";
import { type PartialRead, partValue, readPart } from "../partial-read.js";
import { readSamlUsers } from "../saml-part.js";
import { type Check, fail, ok, skip, warn } from "./check.js";
import { judgeClock } from "./judge-clock.js";
import { judgeRole } from "./judge-role.js";
import { judgeSamlUsers } from "./judge-saml-users.js";

/** Doctor gives up sooner than a deployment would. */
const BUDGET_SECONDS = 20;

/** Checks the account, with reading requests only. */
export async function probeAccount(config: Config): Promise<Check[]> {
  let hasTime = false;
  const transport: Transport = async (request) => {
    const answer = await networkTransport(request);
    hasTime ||= answer.headers.date !== undefined;
    return answer;
  };
  const client = createCloudOneClient({ ...config, readOnly: true, deadlineSeconds: BUDGET_SECONDS }, { transport });
  const server = config.baseUrl ?? DEFAULT_BASE_URL;
  const clock = () => judgeClock(hasTime ? client.serverTime() - systemClock.now() : undefined);
  const caller = await callerOf(client, config, server);
  if (!("accountId" in caller)) {
    const rest = ["account", "rights to read", "rights to write", "SAML users"].map((name) =>
      skip(name, "the account could not be accessed"),
    );
    return [caller, ...rest, clock()];
  }
  return [
    ok("server", `${server} responds and accepts API key ${caller.apiKeyId}.`),
    judgeAccount(caller, config.accountId),
    ...(await rights(client, caller, config.readOnly)),
    await samlUsers(client, config),
    clock(),
  ];
}

async function callerOf(client: CloudOne, config: Config, server: string): Promise<Caller | Check> {
  try {
    const part = await readPart(server, new AccountProof(client, config.accountId).caller());
    return "value" in part
      ? part.value
      : fail(
          "server",
          part.missing,
          "Check CLOUDONE_BASE_URL, the network and the key; put a rotated key into CLOUDONE_API_KEY.",
        );
  } catch (error) {
    if (!(error instanceof AccountMismatchError)) throw error;
    return fail("server", error.message, "Use a key of the right account, or correct cloudone:accountId.");
  }
}

function judgeAccount({ accountId, region, roleId, accountState }: Caller, pinned: string | undefined): Check {
  const found = `Account ${accountId} in region ${region}; the key has the role ${roleId ?? "(hidden from it)"}.`;
  if (accountState === "suspended") {
    return warn(
      "account",
      `${found} The account is suspended and will be deleted.`,
      "Trend Micro's support can recover it within 30 days.",
    );
  }
  if (pinned !== undefined) return ok("account", found);
  return ok("account", found, "Set cloudone:accountId to this id, so that a key of another account is never used.");
}

async function samlUsers(client: CloudOne, { samlUsers: mode = "auto" }: Config): Promise<Check> {
  const list = new SamlUserList(client.samlUsers, mode, () => systemClock.now());
  return judgeSamlUsers(await readSamlUsers({ samlUsers: list }), mode);
}

async function rights(client: CloudOne, caller: Caller, isReadOnlyConfigured: boolean): Promise<Check[]> {
  const { accountId, roleId } = caller;
  const probes: [string, string, Promise<unknown>][] = [
    ["roles", "Role and RoleSet", firstOf(client.roles.list())],
    ["users", "UserAssignment and UserAssignmentSet", firstOf(client.users.list())],
    ["API keys", "deleting a role, and access", firstOf(client.apiKeys.list())],
    ["invitations", "deleting a role, and ifMissing", firstOf(client.invitations.list())],
    ["the account", "AccountSettings and export", client.accounts.describe(accountId)],
  ];
  // All at once: a rejection that nothing awaits yet would end the process.
  const [role, ...parts] = await Promise.all([
    roleId === undefined ? undefined : readPart("the key's role", client.roles.describe(roleId)),
    ...probes.map(async ([what, needed, probe]) => ({ needed, part: await readPart(what, probe) })),
  ]);
  const refused = parts.filter(({ part }) => "missing" in part);
  const read =
    refused.length === 0
      ? ok("rights to read", "Roles, users, API keys, invitations and the account can be read.")
      : fail(
          "rights to read",
          refused.map(({ part, needed }) => `${reason(part)} (needed for ${needed})`).join("\n"),
          "Give the key a role that may read these, such as read-only.",
        );
  const serviceRoleURNs = role === undefined ? undefined : partValue(role)?.serviceRoleURNs;
  return [read, judgeRole({ roleId, serviceRoleURNs, isReadOnlyConfigured })];
}

function reason(part: PartialRead<unknown>): string {
  return "missing" in part ? part.missing : "";
}

async function firstOf(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items) return;
}
