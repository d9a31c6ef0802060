import type { World } from "../../doubles/world.js";
import type { Chance } from "../chance.js";
import {
  drawRole,
  emailOf,
  OWNER,
  PEOPLE,
  ROLE_IDS,
  SAML_SUBJECTS,
  SPARE_ROLE_IDS,
  TIMEZONES,
  URNS,
  userIdOf,
} from "./scene.js";

/** What a person did in the vendor's console; undefined if nothing. */
type Edited = string;

/** Makes an edit by hand, if one is possible now. */
export function editByHand(chance: Chance, world: World): Edited | undefined {
  const edits = [
    editRole,
    editRole,
    dropRole,
    addRole,
    editUser,
    editUser,
    changeEmail,
    dropUser,
    addUser,
    editAccount,
    editInvitation,
  ];
  return chance.pick(chance.happens(0.05) ? [suspend] : [...edits, holdRole])(chance, world);
}

/** Makes an edit by hand during a run, but none that the run could read and then revert with its next write. */
export function editMeanwhile(chance: Chance, world: World): Edited | undefined {
  return chance.pick([dropRole, addRole, dropUser, addUser])(chance, world);
}

type Edit = (chance: Chance, world: World) => Edited | undefined;

const customRoles = ({ emulator: { store } }: World) =>
  [...store.roles.keys()].filter((id) => [...ROLE_IDS, ...SPARE_ROLE_IDS].some((own) => own === id));

const people = ({ emulator: { store } }: World) =>
  [...store.users.values()].filter(({ email }) => email !== OWNER && !email.startsWith("bystander"));

/** Roles that a person may assign: those that exist. */
const roles = ({ emulator: { store } }: World) => [...store.roles.keys()].filter((id) => id !== "scanner");

const editRole: Edit = (chance, world) => {
  const ids = customRoles(world);
  if (ids.length === 0) return undefined;
  const id = chance.pick(ids);
  const change = chance.pick([
    { name: "By hand" },
    { description: "by hand" },
    { serviceRoleURNs: chance.some(URNS, chance.whole(0, 5)) },
  ]);
  world.emulator.edit.modifyRole(id, change);
  return `role ${id} becomes ${JSON.stringify(change)}`;
};

const dropRole: Edit = (chance, world) => {
  const { users, apiKeys, invitations, samlUsers } = world.emulator.store;
  const holders = [users, apiKeys, invitations, samlUsers].flatMap((kind) => [...kind.values()]);
  const held = holders.map(({ roleID }) => roleID);
  const ids = customRoles(world).filter((id) => !held.includes(id));
  if (ids.length === 0) return undefined;
  const id = chance.pick(ids);
  world.emulator.edit.deleteRole(id);
  return `role ${id} is deleted`;
};

const addRole: Edit = (chance, world) => {
  const ids = ROLE_IDS.filter((id) => !world.emulator.store.roles.has(id));
  if (ids.length === 0) return undefined;
  const role = drawRole(chance, chance.pick(ids));
  world.emulator.edit.createRole(role);
  return `role ${role.id} is created`;
};

const editUser: Edit = (chance, world) => {
  const users = people(world);
  if (users.length === 0) return undefined;
  const { id, email } = chance.pick(users);
  const change = chance.happens(0.5)
    ? { roleID: chance.pick(roles(world)) }
    : { state: chance.pick(["enabled", "disabled"] as const) };
  world.emulator.edit.modifyUser(id, change);
  return `user ${email} becomes ${JSON.stringify(change)}`;
};

const changeEmail: Edit = (chance, world) => {
  const users = people(world);
  if (users.length === 0) return undefined;
  const { id, email } = chance.pick(users);
  const next = chance.happens(0.3) ? email.toUpperCase() : `${chance.whole(1, 99)}.${email}`;
  if ([...world.emulator.store.users.values()].some((other) => other.id !== id && other.email === next))
    return undefined;
  world.emulator.edit.modifyUser(id, { email: next });
  return `user ${email} now has the email ${next}`;
};

const dropUser: Edit = (chance, world) => {
  const users = people(world);
  if (users.length === 0) return undefined;
  const { id, email } = chance.pick(users);
  world.emulator.edit.removeUser(id);
  return `user ${email} is removed`;
};

/** Someone who left comes back as another user, with a new id, or sometimes the former one. */
const addUser: Edit = (chance, world) => {
  const { users } = world.emulator.store;
  const emails = [...users.values()].map(({ email }) => email.toLowerCase());
  const free = PEOPLE.filter((person) => !emails.includes(emailOf(person)));
  if (free.length === 0) return undefined;
  const person = chance.pick(free);
  const id = userIdOf(person, chance.happens(0.5) ? 0 : chance.whole(1, 9));
  if (users.has(id)) return undefined;
  world.emulator.edit.addUser({ id, email: emailOf(person), roleID: chance.pick(roles(world)) });
  return `user ${emailOf(person)} joins as ${id}`;
};

const editInvitation: Edit = (chance, { clock, emulator: { store, edit } }) => {
  const emails = [...store.users.values()].map(({ email }) => email.toLowerCase());
  const pending = [...store.invitations.values()].filter(
    ({ email, state, expiry }) =>
      state === "invited" && Date.parse(expiry) > clock.now() && !emails.includes(email.toLowerCase()),
  );
  if (pending.length === 0) return undefined;
  const { id, email } = chance.pick(pending);
  if (chance.happens(0.6)) {
    const person = PEOPLE.find((one) => emailOf(one) === email.toLowerCase());
    const userId = person === undefined ? undefined : userIdOf(person);
    const isKnown = userId !== undefined && !store.users.has(userId) && chance.happens(0.5);
    const user = edit.acceptInvitation(id, isKnown ? { id: userId } : {});
    return `${email} accepts the invitation, as ${user.id}`;
  }
  if (chance.happens(0.5)) {
    edit.expireInvitation(id);
    return `the invitation of ${email} expires`;
  }
  edit.cancelInvitation(id);
  return `the invitation of ${email} is withdrawn`;
};

const editAccount: Edit = (chance, world) => {
  const change = chance.pick([
    { alias: "By hand" },
    { timezone: chance.pick(TIMEZONES) },
    { mfaRequired: chance.happens(0.5) },
  ]);
  world.emulator.edit.modifyAccount(change);
  return `the account becomes ${JSON.stringify(change)}`;
};

const holdRole: Edit = (chance, world) => {
  const roleID = chance.pick(roles(world));
  const number = chance.whole(1, 9);
  const { apiKeys, samlUsers } = world.emulator.store;
  if (chance.happens(0.4)) {
    const subject = chance.pick(SAML_SUBJECTS);
    const one = [...samlUsers.values()].find((user) => user.subject === subject);
    if (one === undefined) world.emulator.edit.addSamlUser({ subject, roleID });
    else world.emulator.edit.modifySamlUser(one.id, { roleID });
    return `${subject} signs in by SSO with ${roleID}`;
  }
  if (chance.happens(0.5)) {
    world.emulator.edit.invite({ email: `guest${number}@example.com`, roleID });
    return `guest${number} is invited to ${roleID}`;
  }
  if (apiKeys.has(`bot-${number}`)) return undefined;
  world.emulator.edit.createApiKey({ id: `bot-${number}`, secret: "a-secret-of-a-bot", roleID });
  return `API key bot-${number} holds ${roleID}`;
};

const suspend: Edit = (_, world) => {
  world.emulator.edit.suspendAccount();
  return "the account is suspended";
};
