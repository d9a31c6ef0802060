import { foldEmail } from "../../../provider/plan/fields.js";
import type { Declaration, Entry, Stack } from "../../doubles/stack.js";
import type { World } from "../../doubles/world.js";
import { sameMembers } from "./justify.js";

/**
 * What a person does after reading the refusals of the runs so far: follows changed emails, drops people who are gone,
 * moves the holders of a role that should go, removes guards if the removal was meant. All that the contract leaves to people.
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
  const followed = kept.flatMap((one) => (one.class === "UserAssignment" ? findPerson(one, stack, world) : [one]));
  const whole = withoutTwins([...followed, ...undeletable(followed, stack, world)], world);
  for (const one of whole) {
    if (one.class === "Role") adoptable(one, stack, world);
    if (one.class === "UserAssignment") withKnownRole(one, whole, world);
    if (one.class === "AccountSettings" && one.inputs.deletionPolicy === "closeAccount")
      one.inputs.deletionPolicy = "retain";
  }
  for (const entry of doomedIn(stack, whole)) freeForDeletion(entry, whole, world);
  return inOrder(whole);
}

const storedOf = (stack: Stack, { class: of, name }: Declaration): Entry | undefined =>
  stack.state.find((entry) => entry.class === of && entry.name === name && !entry.replaced);

function doomedIn(stack: Stack, program: readonly Declaration[]): Entry[] {
  return stack.state.filter((entry) => entry.replaced || !program.some((one) => storedOf(stack, one) === entry));
}

/** The assignment for the person it refers to by now; nothing if that person is gone. */
function findPerson(one: Declaration, stack: Stack, { emulator: { store, switches } }: World): Declaration[] {
  const { email, userId, ...rest } = one.inputs;
  const stored = storedOf(stack, one);
  if (userId !== undefined) return store.users.has(String(userId)) ? [one] : [];
  const means = (address: unknown) => foldEmail(String(address)) === foldEmail(String(email));
  const live = store.users.get(stored?.id ?? "");
  const hasMoved = live !== undefined && means(stored?.outputs.declaredEmail) && !means(live.email);
  const user = hasMoved ? live : [...store.users.values()].find((other) => means(other.email));
  if (user === undefined) return [];
  const isHidden = !switches.usersIncludeDisabled && user.state === "disabled";
  return [{ ...one, inputs: isHidden ? { userId: user.id, ...rest } : { email: user.email, ...rest } }];
}

/** Assignments that come back because their people have another email by now: the refusals name the user id to declare. */
function undeletable(program: readonly Declaration[], stack: Stack, { emulator: { store } }: World): Declaration[] {
  return doomedIn(stack, program).flatMap((entry) => {
    const { declaration, outputs } = entry;
    if (declaration === undefined) return [];
    const live = entry.class === "UserAssignment" ? store.users.get(entry.id) : undefined;
    const hasMoved =
      live !== undefined &&
      outputs.declaredEmail !== undefined &&
      foldEmail(String(outputs.declaredEmail)) !== foldEmail(live.email);
    const { email: _, guard: __, ...rest } = declaration.inputs;
    const name = entry.replaced ? `${entry.name}-former` : entry.name;
    return hasMoved ? [{ ...declaration, name, inputs: { ...rest, userId: entry.id } }] : [];
  });
}

function withoutTwins(program: Declaration[], { emulator: { store } }: World): Declaration[] {
  const seen = new Set<string>();
  return program.filter(({ class: of, inputs }) => {
    const user = [...store.users.values()].find(
      ({ id, email }) => id === inputs.userId || foldEmail(email) === foldEmail(String(inputs.email)),
    );
    const key = of === "UserAssignment" ? `user ${user?.id}` : `${of} ${inputs.roleId ?? ""}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** An existing role that is not as declared is taken over on purpose. */
function adoptable(one: Declaration, stack: Stack, { emulator: { store } }: World): void {
  const live = store.roles.get(String(one.inputs.roleId));
  if (live === undefined || storedOf(stack, one)?.id === live.id) return;
  const { name, description, serviceRoleURNs } = one.inputs;
  const isSame =
    live.name === name &&
    (description === undefined || description === (live.description ?? "")) &&
    sameMembers(live.serviceRoleURNs, serviceRoleURNs);
  if (!isSame) one.inputs.adopt = "overwrite";
}

function withKnownRole(one: Declaration, program: readonly Declaration[], { emulator: { store } }: World): void {
  const role = program.find(({ class: of, inputs }) => of === "Role" && inputs.roleId === one.inputs.roleId);
  delete one.refs;
  if (role !== undefined) one.refs = { roleId: role.name };
  else if (!store.roles.has(String(one.inputs.roleId))) one.inputs.roleId = "read-only";
}

/** Holders of a role that should go get another one; a role that a restore needs is made again. */
function freeForDeletion(entry: Entry, program: readonly Declaration[], { emulator }: World): void {
  const { store, edit } = emulator;
  if (entry.class === "UserAssignment") {
    const found = (entry.outputs.found as { roleId?: string } | undefined)?.roleId;
    const isNeeded = entry.outputs.deletionPolicy === "restore" && found !== undefined && store.users.has(entry.id);
    if (isNeeded && !store.roles.has(found)) edit.createRole({ id: found });
  }
  if (entry.class !== "Role") return;
  const isDeclared = program.some(({ class: of, inputs }) => of === "Role" && inputs.roleId === entry.id);
  if (isDeclared || entry.outputs.deletionPolicy === "retain") return;
  for (const one of program)
    if (one.class === "UserAssignment" && one.inputs.roleId === entry.id) one.inputs.roleId = "read-only";
  const holds = ({ roleID }: { roleID: string }) => roleID === entry.id;
  for (const user of store.users.values()) if (holds(user)) edit.modifyUser(user.id, { roleID: "read-only" });
  for (const key of store.apiKeys.values()) if (holds(key)) edit.modifyApiKey(key.id, { roleID: "read-only" });
  for (const invitation of [...store.invitations.values()].filter(holds)) edit.cancelInvitation(invitation.id);
  for (const user of store.samlUsers.values()) if (holds(user)) edit.modifySamlUser(user.id, { roleID: "read-only" });
}

/** What a resource refers to comes before it, as in any program. */
function inOrder(program: readonly Declaration[]): Declaration[] {
  const order = ["Role", "UserAssignment", "AccountSettings"];
  return program.toSorted((a, b) => order.indexOf(a.class) - order.indexOf(b.class));
}
