import { isDeepStrictEqual } from "node:util";
import type { Tenant } from "../../../emulator/index.js";
import type { TransportRequest } from "../../../provider/client/index.js";
import type { World } from "../../doubles/world.js";
import { isSame, OTHER_ACCOUNT, OTHER_KEY } from "./scene.js";

/** What a write did to its object on the server. */
export interface WriteRecord {
  method: string;
  path: string;
  kind: "role" | "user" | "account" | "invitation";
  id: string;
  /** The object before and after; undefined if it did not exist. */
  before: Properties | undefined;
  after: Properties | undefined;
  isForeign: boolean;
  /** Enabled admins, by their role's id or content, before and afterwards. */
  adminsBefore: number;
  admins: number;
  /** Whether a user had an admin role before. */
  isAdmin: boolean;
  /** Whether a user has an admin role now and had none before. */
  isRaised: boolean;
  /** The holders before, if the object is a role. */
  holders: number;
  /** How many people who sign in by SSO held it. */
  samlHolders: number;
}

type Properties = Record<string, unknown>;

/** Records the object of a write before the server carries it out; the returned function records it afterwards. */
export function witnessWrite(world: World, request: TransportRequest): () => WriteRecord {
  const path = new URL(request.url).pathname.replace(/^\/api/, "");
  const isForeign = request.headers.authorization === `ApiKey ${OTHER_KEY}`;
  const tenant = world.emulator.store.of(isForeign ? OTHER_ACCOUNT : undefined);
  const { kind, id } = objectOf(path, request.body);
  const before = copyOf(tenant, kind, id, world.clock.now());
  const holders = holdersOf(tenant, id);
  const samlHolders = [...tenant.samlUsers.values()].filter(({ roleID }) => roleID === id).length;
  const adminsBefore = adminsOf(tenant);
  const isAdmin = kind === "user" && isAdminRole(tenant, before?.roleID);
  return () => {
    const after = copyOf(tenant, kind, id, world.clock.now());
    const isRaised = kind === "user" && isAdminRole(tenant, after?.roleID) && !isAdmin;
    return {
      method: request.method,
      path,
      kind,
      id,
      before,
      after,
      isForeign,
      holders,
      samlHolders,
      adminsBefore,
      admins: adminsOf(tenant),
      isAdmin,
      isRaised,
    };
  };
}

/** Whether the write changed anything besides times. */
export function hadEffect({ before, after }: WriteRecord): boolean {
  return !isDeepStrictEqual(before, after);
}

function objectOf(path: string, body: string | undefined): Pick<WriteRecord, "kind" | "id"> {
  const [, collection = "", last] = path.split("/");
  const id = last ?? String(JSON.parse(body ?? "{}").id ?? JSON.parse(body ?? "{}").email);
  const kind = ({ roles: "role", users: "user", accounts: "account" } as const)[collection] ?? "invitation";
  return { kind, id: decodeURIComponent(id) };
}

function copyOf(tenant: Tenant, kind: WriteRecord["kind"], id: string, now: number): Properties | undefined {
  const object = {
    role: () => tenant.roles.get(id),
    user: () => tenant.users.get(id),
    account: () => (tenant.account.id === id ? tenant.account : undefined),
    invitation: () =>
      [...tenant.invitations.values()].findLast(
        ({ email, state, expiry }) => isSame(email, id) && state === "invited" && Date.parse(expiry) > now,
      ),
  }[kind]();
  if (object === undefined) return undefined;
  const { lastModified: _, lastActivity: __, ...rest } = structuredClone<Properties>({ ...object });
  return rest;
}

function adminsOf(tenant: Tenant): number {
  return [...tenant.users.values()].filter(({ state, roleID }) => state === "enabled" && isAdminRole(tenant, roleID))
    .length;
}

function isAdminRole({ roles }: Tenant, id: unknown): boolean {
  return id === "full-access" || holdsFullAccess(roles.get(String(id)));
}

/** Whether the role includes identity's full access. */
export function holdsFullAccess(role: { serviceRoleURNs?: unknown } | undefined): boolean {
  const urns = (role?.serviceRoleURNs ?? []) as string[];
  return urns.some((urn) => /^urn:cloudone:identity:.*:role\/full-access$/.test(urn));
}

function holdersOf({ users, apiKeys, invitations }: Tenant, id: string): number {
  return [...users.values(), ...apiKeys.values(), ...invitations.values()].filter(({ roleID }) => roleID === id).length;
}
