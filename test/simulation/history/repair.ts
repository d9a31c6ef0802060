import { foldEmail } from "../../../provider/plan/args/fields.js";
import type { Properties } from "../../../provider/resources/resource.js";
import { type Declaration, type Entry, entryOf, type Stack } from "../../doubles/stack.js";
import type { World } from "../../doubles/world.js";
import { sameMembers } from "./justify.js";
import { declaredIn, isSet, membersOf, withMembers } from "./members.js";
import { inOrder } from "./program.js";
import { excluding } from "./program-sets.js";
import {
  adoptMembers,
  droppedMembers,
  excludeInUse,
  followMembers,
  foundRole,
  invitable,
  withoutOwnExclusions,
  withUndeletable,
} from "./repair-sets.js";
import { isSame } from "./scene.js";

/**
 * What a person does after reading the refusals so far: follows changed emails, drops people who are gone,
 * moves the holders of a role that should go, removes guards if the removal was intended. The contract leaves all of this to people.
 */
export function repair(
  program: readonly Declaration[],
  stack: Stack,
  world: World,
  { keepGuards = false } = {},
): Declaration[] {
  const { store, edit } = world.emulator;
  if (store.account.state === "suspended") edit.restoreAccount();
  const kept = program.map((one) => ({ ...one, inputs: { ...one.inputs } }));
  if (!keepGuards) for (const one of kept) delete one.inputs.guard;
  const followed = kept.flatMap((one) =>
    one.class === "UserAssignment" ? findPerson(one, stack, world) : [followMembers(one, stack, world)],
  );
  const back = [...followed, ...undeletable(followed, stack, world)];
  const whole = excluding(withoutTwins(withUndeletable(stack, back, world), world));
  for (const one of whole) {
    if (one.class === "Role") adoptable(one, stack, world);
    if (one.class === "RoleSet") adoptMembers(one, stack, world);
    withoutOwnExclusions(one, world);
    if (one.class === "AccountSettings" && one.inputs.deletionPolicy === "closeAccount")
      one.inputs.deletionPolicy = "retain";
  }
  const known = whole.map((one) => withKnownRoles(one, whole, world));
  if (!keepGuards) for (const one of known) excludeInUse(one, world);
  for (const entry of doomedIn(stack, known)) freeForDeletion(entry, known, world);
  return inOrder(freeMembers(stack, known, world));
}

function doomedIn(stack: Stack, program: readonly Declaration[]): Entry[] {
  const continued = new Set(program.map((one) => entryOf(stack.state, one)));
  return stack.state.filter((entry) => !continued.has(entry));
}

/** The assignment with its person's current address; undefined if that person is gone. */
function findPerson(one: Declaration, stack: Stack, world: World): Declaration[] {
  const { store, switches } = world.emulator;
  const { email, userId, ...rest } = one.inputs;
  const stored = entryOf(stack.state, one);
  if (userId !== undefined) return store.users.has(String(userId)) ? [one] : [];
  const live = store.users.get(stored?.id ?? "");
  const hasMoved = live !== undefined && isSame(stored?.outputs.declaredEmail, email) && !isSame(live.email, email);
  const user = hasMoved ? live : [...store.users.values()].find((other) => isSame(other.email, email));
  if (user === undefined) {
    if (rest.ifMissing !== "invite") return [];
    // A resource does not invite someone else in its user's place: the stranger gets a separate one.
    const own = live === undefined ? {} : { name: `${one.name}-invited`, aliases: [] };
    return [{ ...one, ...own, inputs: invitable(email, one.inputs, world) }];
  }
  const isHidden = !switches.usersIncludeDisabled && user.state === "disabled";
  // An invited user cannot be disabled.
  const { ifMissing: _, ...others } = rest;
  const known = rest.state === "disabled" ? others : rest;
  return [{ ...one, inputs: isHidden ? { userId: user.id, ...others } : { email: user.email, ...known } }];
}

/** Brings back assignments whose users have a new email: the refusals name the user id to declare. */
function undeletable(program: readonly Declaration[], stack: Stack, { emulator: { store } }: World): Declaration[] {
  return doomedIn(stack, program).flatMap((entry) => {
    const { declaration, outputs } = entry;
    if (declaration === undefined) return [];
    const live = entry.class === "UserAssignment" ? store.users.get(entry.id) : undefined;
    const hasMoved =
      live !== undefined &&
      outputs.declaredEmail !== undefined &&
      foldEmail(String(outputs.declaredEmail)) !== foldEmail(live.email);
    const { email: _, guard: __, ifMissing: ___, ...rest } = declaration.inputs;
    const name = entry.replaced ? `${entry.name}-former` : entry.name;
    return hasMoved ? [{ ...declaration, name, inputs: { ...rest, userId: entry.id } }] : [];
  });
}

/** Declares every object only once. */
function withoutTwins(program: readonly Declaration[], { emulator: { store } }: World): Declaration[] {
  const seen = new Set<string>();
  const isNew = (of: string, { email, userId, roleId }: Properties) => {
    const user = [...store.users.values()].find((one) => one.id === userId || isSame(one.email, email));
    const person = user?.id ?? userId ?? foldEmail(String(email));
    const key = of === "UserAssignment" ? `user ${person}` : `${of} ${roleId ?? ""}`;
    return !seen.has(key) && seen.add(key);
  };
  return program.flatMap((one) => {
    const objects = declaredIn([one]).filter(({ of, inputs }) => isNew(of, inputs));
    if (!isSet(one)) return objects.length > 0 ? [one] : [];
    const members = membersOf(one);
    const keys = objects.map(({ of, inputs }) => String(of === "Role" ? inputs.roleId : inputs.email));
    return [withMembers(one, Object.fromEntries(keys.map((key) => [key, members[key]])))];
  });
}

/** Takes over an existing role that is not as declared. */
function adoptable(one: Declaration, stack: Stack, { emulator: { store } }: World): void {
  const live = store.roles.get(String(one.inputs.roleId));
  if (live === undefined || entryOf(stack.state, one)?.id === live.id) return;
  const { name, description, serviceRoleURNs } = one.inputs;
  const isSame =
    live.name === name &&
    (description === undefined || description === (live.description ?? "")) &&
    sameMembers(live.serviceRoleURNs, serviceRoleURNs);
  if (!isSame) one.inputs.adopt = "overwrite";
}

/** Gives people only roles that exist or that the program creates first. */
function withKnownRoles(
  one: Declaration,
  program: readonly Declaration[],
  { emulator: { store } }: World,
): Declaration {
  const ownerOf = (roleId: unknown) =>
    declaredIn(program).find(({ of, inputs }) => of === "Role" && inputs.roleId === roleId)?.owner.name;
  const isThere = (roleId: unknown) => ownerOf(roleId) !== undefined || store.roles.has(String(roleId));
  const known = withRoles(one, (roleId) => (isThere(roleId) ? roleId : "read-only"));
  if (one.class === "UserAssignment") {
    const { refs: _, after: __, ...rest } = known;
    const owner = ownerOf(known.inputs.roleId);
    return { ...rest, ...(owner !== undefined && { refs: { roleId: owner } }) };
  }
  if (one.class !== "UserAssignmentSet") return known;
  const owners = declaredIn([known]).flatMap(({ inputs }) => ownerOf(inputs.roleId) ?? []);
  return { ...known, refs: {}, after: [...new Set(owners)] };
}

/** The users that a resource declares, with other roles. */
function withRoles(one: Declaration, roleFor: (roleId: unknown) => unknown): Declaration {
  if (one.class === "UserAssignment") return { ...one, inputs: { ...one.inputs, roleId: roleFor(one.inputs.roleId) } };
  if (one.class !== "UserAssignmentSet") return one;
  const members = Object.entries(membersOf(one)).map(([email, entry]) => {
    if (typeof entry === "string") return [email, roleFor(entry)];
    const binding = entry as Properties;
    return [email, { ...binding, roleId: roleFor(binding.roleId) }];
  });
  return withMembers(one, Object.fromEntries(members));
}

/** Gives the holders of a role that should go another one, and recreates a role that a restore needs. */
function freeForDeletion(entry: Entry, program: Declaration[], world: World): void {
  const { store, edit } = world.emulator;
  if (entry.class === "UserAssignment") {
    const found = (entry.outputs.found as { roleId?: string } | undefined)?.roleId;
    const isNeeded = entry.outputs.deletionPolicy === "restore" && found !== undefined && store.users.has(entry.id);
    if (isNeeded && !store.roles.has(found)) bringBackRole(found, program, world);
    if (entry.outputs.deletionPolicy !== "retain" && entry.id.startsWith("invitation/"))
      withdraw(entry.outputs.email, program, world);
  }
  if (entry.class !== "Role") return;
  const isDeclared = declaredIn(program).some(({ of, inputs }) => of === "Role" && inputs.roleId === entry.id);
  if (isDeclared || entry.outputs.deletionPolicy === "retain") return;
  for (const [index, one] of program.entries()) {
    program[index] = withRoles(one, (roleId) => (roleId === entry.id ? "read-only" : roleId));
  }
  const holds = ({ roleID }: { roleID: string }) => roleID === entry.id;
  for (const user of store.users.values()) if (holds(user)) edit.modifyUser(user.id, { roleID: "read-only" });
  for (const key of store.apiKeys.values()) if (holds(key)) edit.modifyApiKey(key.id, { roleID: "read-only" });
  for (const invitation of [...store.invitations.values()].filter(holds)) edit.cancelInvitation(invitation.id);
  for (const user of store.samlUsers.values()) if (holds(user)) edit.modifySamlUser(user.id, { roleID: "read-only" });
}

/** The same for what sets have dropped. */
function freeMembers(stack: Stack, program: Declaration[], world: World): Declaration[] {
  const next = [...program];
  for (const { of, id, email, entry } of droppedMembers(stack, program, world)) {
    if (of === "Role") {
      freeForDeletion({ ...entry, class: "Role", id, outputs: {} }, next, world);
      continue;
    }
    if (id === "") withdraw(email, next, world);
    const found = foundRole({ email, entry });
    const { store } = world.emulator;
    if (found !== undefined && store.users.has(id) && !store.roles.has(found)) bringBackRole(found, next, world);
  }
  return next;
}

/** A role to restore for someone; sets must not treat it as unmanaged. */
function bringBackRole(id: string, program: Declaration[], { emulator: { edit } }: World): void {
  edit.createRole({ id });
  for (const [index, one] of program.entries()) {
    if (one.class !== "RoleSet") continue;
    const exclude = [...((one.inputs.exclude ?? []) as string[]), id];
    program[index] = { ...one, inputs: { ...one.inputs, exclude } };
  }
}

/** Only a person can withdraw an invitation. */
function withdraw(email: unknown, program: readonly Declaration[], { emulator: { store, edit } }: World): void {
  if (declaredIn(program).some(({ of, inputs }) => of === "UserAssignment" && isSame(inputs.email, email))) return;
  for (const { id } of [...store.invitations.values()].filter((one) => isSame(one.email, email)))
    edit.cancelInvitation(id);
}
