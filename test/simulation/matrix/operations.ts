import type { Config } from "../../../provider/config/config.js";
import type { ResourceClass } from "../../../provider/plan/objects.js";
import type { Properties } from "../../../provider/resources/resource.js";
import type { Declaration } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { ACCOUNT, type World } from "../../doubles/world.js";

/** One operation of one resource: what exists before, and the run with the faults. */
export interface Operation {
  name: string;
  /** What an earlier run created. */
  before: Declaration[];
  /** What was changed by hand since then. */
  byHand?(world: World): void;
  config?: Partial<Config>;
  run: "preview" | "up" | "refresh" | "destroy";
  program: Declaration[];
}

const ANN = "a0000000-0000-4000-8000-000000000001";
const BOB = "b0000000-0000-4000-8000-000000000002";
/** The account that every case of the matrix starts with. */
export const SEED = {
  account: { alias: "Acme", locale: "en", timezone: "UTC" },
  roles: [
    { id: "operator", name: "Operator", description: "By hand", serviceRoleURNs: [READ] },
    { id: "bystander", name: "Bystander", description: "Nobody's", serviceRoleURNs: [AUDIT] },
  ],
  users: [
    { email: "owner@example.com", roleID: "full-access" },
    { id: ANN, email: "Ann@example.com", roleID: "read-only" },
    { id: BOB, email: "bob@example.com", roleID: "operator" },
    {
      id: "c0000000-0000-4000-8000-000000000003",
      email: "cas@example.com",
      roleID: "bystander",
      state: "disabled" as const,
    },
  ],
  samlUsers: [{ subject: "sue@example.com", roleID: "bystander" }],
};

const one = (of: ResourceClass, inputs: Properties, name = "it"): Declaration => ({ class: of, name, inputs });
const role = (more: Properties = {}, name?: string) =>
  one(
    "Role",
    { roleId: "auditor", name: "Auditor", description: "Reads", serviceRoleURNs: [READ, AUDIT], ...more },
    name,
  );
const user = (more: Properties = {}, name?: string) =>
  one("UserAssignment", { email: "ann@example.com", roleId: "operator", ...more }, name);
const invited = (more: Properties = {}, name?: string) =>
  one("UserAssignment", { email: "zoe@example.com", roleId: "operator", ifMissing: "invite", ...more }, name);
const account = (more: Properties = {}) =>
  one("AccountSettings", { timezone: "Asia/Tokyo", mfaRequired: true, ...more });
const roleSet = (roles: Properties, more: Properties = {}) => one("RoleSet", { roles, ...more });
const userSet = (users: Properties, more: Properties = {}) => one("UserAssignmentSet", { users, ...more });
const entry = (name: string) => ({ name, serviceRoleURNs: [READ] });

const lifeOf = (name: string, first: Declaration, next: Declaration, drift: (world: World) => void): Operation[] => [
  { name: `${name}: preview of a create`, before: [], run: "preview", program: [first] },
  { name: `${name}: create`, before: [], run: "up", program: [first] },
  { name: `${name}: update`, before: [first], run: "up", program: [next] },
  { name: `${name}: read`, before: [first], run: "refresh", program: [first] },
  { name: `${name}: read after a change by hand`, before: [first], byHand: drift, run: "refresh", program: [first] },
  { name: `${name}: delete`, before: [first], run: "destroy", program: [] },
];

const drifts = {
  role: ({ emulator }: World) => void emulator.edit.modifyRole("auditor", { name: "By hand" }),
  user: ({ emulator }: World) => void emulator.edit.modifyUser(ANN, { roleID: "bystander" }),
  account: ({ emulator }: World) => void emulator.edit.modifyAccount({ timezone: "Europe/Berlin" }),
};

const invitationIn = ({ emulator }: World) => [...emulator.store.invitations.keys()].join();
const accepted = (world: World) =>
  void world.emulator.edit.acceptInvitation(invitationIn(world), { id: "d0000000-0000-4000-8000-000000000004" });

const TEAM = { "ann@example.com": "operator", "bob@example.com": { roleId: "read-only", state: "enabled" } };

const inviting = () => userSet({ ...TEAM, "eve@example.com": "operator" }, { ifMissing: "invite" });

export const OPERATIONS: readonly Operation[] = [
  ...lifeOf("Role", role(), role({ name: "Auditors", serviceRoleURNs: [AUDIT] }), drifts.role),
  {
    name: "Role: take over",
    before: [],
    run: "up",
    program: [role({ roleId: "operator", name: "Operator", description: "By hand", serviceRoleURNs: [READ] })],
  },
  { name: "Role: overwrite", before: [], run: "up", program: [role({ roleId: "operator", adopt: "overwrite" })] },
  { name: "Role: replace", before: [role()], run: "up", program: [role({ roleId: "reviewer" })] },
  { name: "Role: another Pulumi name", before: [role()], run: "up", program: [role({}, "renamed")] },
  {
    name: "Role: read of a missing role",
    before: [role()],
    byHand: ({ emulator }) => emulator.edit.deleteRole("auditor"),
    run: "refresh",
    program: [role()],
  },
  ...lifeOf("UserAssignment", user(), user({ roleId: "bystander", state: "enabled" }), drifts.user),
  {
    name: "UserAssignment: create by user id",
    before: [],
    run: "up",
    program: [user({ email: undefined, userId: ANN, state: "disabled" })],
  },
  {
    name: "UserAssignment: replace",
    before: [user()],
    run: "up",
    program: [user({ email: "bob@example.com", roleId: "read-only" })],
  },
  { name: "UserAssignment: another Pulumi name", before: [user()], run: "up", program: [user({}, "renamed")] },
  { name: "UserAssignment: remove", before: [user({ deletionPolicy: "remove" })], run: "destroy", program: [] },
  { name: "UserAssignment: restore", before: [user({ deletionPolicy: "restore" })], run: "destroy", program: [] },
  {
    name: "UserAssignment: a new email is followed",
    before: [user()],
    byHand: ({ emulator }) => void emulator.edit.modifyUser(ANN, { email: "ann.new@example.com" }),
    run: "up",
    program: [user({ email: "ann.new@example.com" })],
  },
  { name: "UserAssignment: preview of an invitation", before: [], run: "preview", program: [invited()] },
  { name: "UserAssignment: invite", before: [], run: "up", program: [invited()] },
  {
    name: "UserAssignment: invite by another Pulumi name",
    before: [invited()],
    run: "up",
    program: [invited({}, "renamed")],
  },
  { name: "UserAssignment: read of an invited user", before: [invited()], run: "refresh", program: [invited()] },
  {
    name: "UserAssignment: read after acceptance",
    before: [invited()],
    byHand: accepted,
    run: "refresh",
    program: [invited()],
  },
  {
    name: "UserAssignment: update after acceptance",
    before: [invited()],
    byHand: accepted,
    run: "up",
    program: [invited({ roleId: "bystander" })],
  },
  {
    name: "UserAssignment: delete after acceptance",
    before: [invited()],
    byHand: accepted,
    run: "destroy",
    program: [],
  },
  {
    name: "UserAssignment: delete of a missing invitation",
    before: [invited()],
    byHand: (world) => world.emulator.edit.cancelInvitation(invitationIn(world)),
    run: "destroy",
    program: [],
  },
  ...lifeOf("AccountSettings", account(), account({ alias: "Acme Ltd", timezone: "UTC" }), drifts.account),
  {
    name: "AccountSettings: close the account",
    before: [account({ deletionPolicy: "closeAccount", closeAccountConfirmation: ACCOUNT })],
    run: "destroy",
    program: [],
  },
  ...lifeOf(
    "RoleSet",
    roleSet({ auditor: entry("Auditor"), viewer: entry("Viewer") }, { deletionPolicy: "apply" }),
    roleSet({ auditor: entry("Auditors"), reviewer: entry("Reviewer") }),
    drifts.role,
  ),
  {
    name: "RoleSet: drop of a role that a SAML user holds",
    before: [roleSet({ auditor: entry("Auditor"), viewer: entry("Viewer") })],
    byHand: ({ emulator }) => void emulator.edit.addSamlUser({ subject: "sam@example.com", roleID: "auditor" }),
    // By default a refused list does not stop the run: then the role would go.
    config: { samlUsers: "required" },
    run: "up",
    program: [roleSet({ viewer: entry("Viewer") })],
  },
  ...lifeOf(
    "UserAssignmentSet",
    userSet(TEAM, { deletionPolicy: "apply" }),
    userSet({ "ann@example.com": "bystander" }),
    drifts.user,
  ),
  { name: "UserAssignmentSet: invite", before: [], run: "up", program: [inviting()] },
  {
    name: "UserAssignmentSet: read after acceptance",
    before: [inviting()],
    byHand: accepted,
    run: "refresh",
    program: [inviting()],
  },
  {
    name: "UserAssignmentSet: drop after acceptance",
    before: [inviting()],
    byHand: accepted,
    run: "up",
    program: [userSet(TEAM, { ifMissing: "invite" })],
  },
];
