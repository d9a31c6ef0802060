import type { Switches } from "../../../emulator/index.js";
import { ApiError, InvalidResponseError } from "../../../provider/client/index.js";
import type { Session } from "../../../provider/session/session.js";
import { API_KEY } from "../../doubles/world.js";
import { KINDS } from "../kinds.js";
import type { Invariant } from "./invariants.js";
import { SET_DEFECTS } from "./set-defects.js";

/** A mistake that someone could make in the provider, planted on purpose. */
export interface Defect {
  name: string;
  breaks: Invariant;
  /** A seed that finds it immediately; if draws have changed since, the search continues from there. @default 1 */
  seed?: number;
  kinds?: Partial<typeof KINDS>;
  session?(session: Session): void;
  /** Server behaviours without which it does no harm. */
  switches?: Partial<Switches>;
}

const { Role: role, UserAssignment: userAssignment, AccountSettings: accountSettings } = KINDS;

export const DEFECTS: readonly Defect[] = [
  ...SET_DEFECTS,
  {
    name: "an update of a role reports success and sends nothing",
    breaks: "it converges",
    seed: 11,
    kinds: {
      Role: {
        ...role,
        apply: async (session, declared, stored, plan) => {
          if (declared === undefined || stored === undefined) return role.apply(session, declared, stored, plan);
          const { roleId, name, description, serviceRoleURNs } = declared;
          const outputs = {
            ...stored,
            roleId,
            name,
            ...(description !== undefined && { description }),
            serviceRoleURNs,
          };
          return { outputs, failures: [] };
        },
      },
    },
  },
  {
    name: "an update of a user writes without reading the user first",
    breaks: "a second run writes nothing",
    kinds: {
      UserAssignment: {
        ...userAssignment,
        isAsDeclared: async () => false,
        compare: async () => ({ plan: { checkFailures: [] }, lines: { warnings: [], infos: [] }, changes: true }),
        apply: async (session, declared, stored, plan) => {
          if (declared !== undefined && stored !== undefined) {
            const { roleId, state = "enabled" } = declared;
            await session.client.users.modify(stored.userId, { roleID: roleId, state });
          }
          return userAssignment.apply(session, declared, stored, plan);
        },
      },
    },
  },
  {
    name: "undeclared settings return to their defaults",
    breaks: "nothing undeclared is written",
    session: ({ client: { accounts } }) => {
      const modify = accounts.modify;
      accounts.modify = (id, body, options) => modify(id, { ...body, alias: "Default" }, options);
    },
  },
  {
    name: "a user without a declared state is enabled",
    breaks: "nothing undeclared is written",
    session: ({ client: { users } }) => {
      const modify = users.modify;
      users.modify = (id, body, options) => modify(id, { ...body, state: "enabled" }, options);
    },
  },
  {
    name: "a deletion does not check whether another resource declares the object",
    breaks: "nothing undeclared is written",
    session: ({ declarations }) => {
      declarations.holds = () => false;
    },
  },
  {
    name: "a deletion ignores its policy",
    breaks: "nothing undeclared is written",
    kinds: { Role: { ...role, policies: {} } },
  },
  {
    name: "a preview writes",
    breaks: "nothing undeclared is written",
    kinds: {
      UserAssignment: {
        ...userAssignment,
        preview: async (session, declared, stored) => {
          const { email, userId, roleId } = declared;
          const users = await session.inventory.users.all();
          const user = users.find((one) => one.id === userId || one.email === email);
          if (user !== undefined) await session.client.users.modify(user.id, { roleID: roleId });
          return userAssignment.preview(session, declared, stored);
        },
      },
    },
  },
  {
    name: "any refusal counts as proof that an object is gone",
    breaks: "nothing leaves the state without proof",
    seed: 180,
    session: ({ inventory: { roles, users } }) => {
      for (const listing of [roles, users]) {
        const { fresh, prove } = { fresh: listing.fetch.bind(listing), prove: listing.get.bind(listing) };
        const orGone = (error: unknown) => {
          if (error instanceof ApiError || error instanceof InvalidResponseError) return undefined;
          throw error;
        };
        listing.fetch = (id: string) => fresh(id).catch(orGone) as never;
        listing.get = (id: string) => prove(id).catch(orGone) as never;
      }
    },
  },
  {
    name: "the key's account is not proven",
    breaks: "nothing leaves the state without proof",
    seed: 31,
    session: ({ proof }) => {
      proof.require = () => proof.caller();
    },
  },
  {
    name: "a guard is not applied",
    breaks: "guards hold",
    seed: 11,
    session: (session) => {
      session.removals.one = (_, __, ___, write) => write();
      session.guard = () => ({ maxRemovalFraction: 1, minimumAdmins: 0 });
    },
  },
  {
    name: "disabled users do not count as holders",
    breaks: "a role that someone holds is not deleted",
    seed: 13,
    switches: { deleteRoleInUse: "allowed", usersIncludeDisabled: true, listLag: null },
    session: ({ inventory }) => {
      const enabled = async (roleId: string) =>
        (await inventory.users.all())
          .filter((user) => user.roleID === roleId && user.state === "enabled")
          .map(({ email }) => email);
      inventory.holders = enabled;
      inventory.holdersNow = enabled;
      inventory.holdersByRole = async () => {
        const users = (await inventory.users.all()).filter(({ state }) => state === "enabled");
        const byRole = Map.groupBy(users, ({ roleID }) => roleID);
        return new Map([...byRole].map(([id, holders]) => [id, holders.map(({ email }) => email)]));
      };
    },
  },
  {
    name: "people who sign in by SSO do not count as holders",
    breaks: "a role that a SAML user holds is neither deleted nor narrowed unguarded",
    seed: 4,
    switches: { samlHost: "present", samlUsersList: "allowed", samlUsersHoldRoles: false },
    session: ({ inventory: { samlUsers } }) => {
      samlUsers.read = async () => ({ users: [] });
    },
  },
  {
    name: "a warning shows the configuration",
    breaks: "secrets stay secret",
    kinds: {
      AccountSettings: {
        ...accountSettings,
        apply: async (session, declared, stored, plan) => {
          session.log.warn(`configured with ${JSON.stringify(session.config)}`);
          return accountSettings.apply(session, declared, stored, plan);
        },
      },
    },
  },
  {
    name: "the outputs contain the key",
    breaks: "secrets stay secret",
    kinds: {
      Role: {
        ...role,
        apply: async (session, declared, stored, plan) => {
          const applied = await role.apply(session, declared, stored, plan);
          return { ...applied, outputs: { ...applied.outputs, apiKey: API_KEY } };
        },
      },
    },
  },
  {
    name: "a failure is a programming error",
    breaks: "a failure says what was tried and why it failed",
    session: ({ client: { users } }) => {
      users.describe = () => Promise.reject(new TypeError("Cannot read properties of undefined (reading 'id')"));
    },
  },
];
