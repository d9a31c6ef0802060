import { ACCOUNT } from "./account.js";

export interface Resource {
  kind: string;
  name: string;
  id: string;
  inputs: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  [field: string]: unknown;
}

/** What `pulumi stack export` prints for a stack with these resources. */
export function stackExport(resources: readonly Resource[], changes: Record<string, unknown> = {}): string {
  const stack = {
    urn: "urn:pulumi:dev::access::pulumi:pulumi:Stack::access-dev",
    type: "pulumi:pulumi:Stack",
    custom: false,
  };
  const own = resources.map(({ kind, name, outputs = {}, ...rest }) => ({
    urn: pulumiUrn(kind, name),
    type: `pulumi-nodejs:dynamic/cloudone:${kind}`,
    custom: true,
    outputs,
    ...rest,
  }));
  return JSON.stringify({ version: 3, deployment: { manifest: {}, resources: [stack, ...own] }, ...changes });
}

export function pulumiUrn(kind: string, name: string): string {
  return `urn:pulumi:dev::access::pulumi-nodejs:dynamic/cloudone:${kind}::${name}`;
}

export function roleResource(id: string, inputs: Record<string, unknown>): Resource {
  const cloudOneUrn = `urn:cloudone:identity:us-1:${ACCOUNT}:role/${id}`;
  return {
    kind: "Role",
    name: id,
    id,
    inputs: { roleId: id, ...inputs },
    outputs: { roleId: id, ...inputs, cloudOneUrn },
  };
}

export function userResource(userId: string, inputs: { email?: string; roleId: unknown; state?: string }): Resource {
  const cloudOneUrn = `urn:cloudone:identity:us-1:${ACCOUNT}:user/${userId}`;
  return { kind: "UserAssignment", name: userId, id: userId, inputs, outputs: { userId, ...inputs, cloudOneUrn } };
}

/** An invited user who has not accepted yet. */
export function invitedResource(email: string, roleId: string): Resource {
  const inputs = { email, roleId, ifMissing: "invite" };
  const cloudOneUrn = `urn:cloudone:identity:us-1:${ACCOUNT}:invitation/i1`;
  const outputs = { ...inputs, userId: "", displayName: "", declaredEmail: email, invitation: "i1", cloudOneUrn };
  return { kind: "UserAssignment", name: email, id: `invitation/${email.toLowerCase()}`, inputs, outputs };
}

export function roleSetResource(
  roles: unknown,
  more: Record<string, unknown> = {},
  outputs: Record<string, unknown> = {},
): Resource {
  return {
    kind: "RoleSet",
    name: "roles",
    id: `roles/${ACCOUNT}/0a1b2c3d`,
    inputs: { roles, ...more },
    outputs: { roles, ...outputs },
  };
}

export function userSetResource(
  users: unknown,
  userIds: Record<string, string>,
  more: Record<string, unknown> = {},
  outputs: Record<string, unknown> = {},
): Resource {
  const id = `users/${ACCOUNT}/0a1b2c3d`;
  const outs = { users, userIds, ...outputs };
  return { kind: "UserAssignmentSet", name: "users", id, inputs: { users, ...more }, outputs: outs };
}

export function settingsResource(settings: Record<string, unknown>): Resource {
  return {
    kind: "AccountSettings",
    name: "account",
    id: ACCOUNT,
    inputs: { accountId: ACCOUNT, ...settings },
    outputs: {
      accountId: ACCOUNT,
      ...settings,
      cloudOneUrn: `urn:cloudone:identity:us-1:${ACCOUNT}:account/${ACCOUNT}`,
    },
  };
}

/** A secret in an export without --show-secrets. */
export const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:abc:def",
};
