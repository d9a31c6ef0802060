import type { Properties } from "../../../provider/resources/resource.js";
import { type Declaration, type Entry, entryOf, type Stack } from "../../doubles/stack.js";
import type { World } from "../../doubles/world.js";
import { sameMembers } from "./justify.js";
import { declaredIn, excludes, isSet, means, membersOf, type Stored, storedIn, withMembers } from "./members.js";
import { isSame } from "./scene.js";

/** The set with its members' current addresses, without those who are gone. */
export function followMembers(set: Declaration, stack: Stack, world: World): Declaration {
  if (set.class !== "UserAssignmentSet") return set;
  const { store, switches } = world.emulator;
  const ids = Object.entries((entryOf(stack.state, set)?.outputs.userIds ?? {}) as Record<string, string>);
  const invites = set.inputs.ifMissing === "invite";
  const followed = Object.entries(membersOf(set)).flatMap(([email, entry]) => {
    const id = ids.find(([other]) => isSame(other, email))?.[1];
    const known = store.users.get(id ?? "");
    const user = known ?? [...store.users.values()].find((other) => isSame(other.email, email));
    if (user !== undefined) {
      const isHidden = known === undefined && !switches.usersIncludeDisabled && user.state === "disabled";
      if (isHidden) return [];
      return [[isSame(user.email, email) ? email : user.email, entry] as const];
    }
    return invites ? [[email, invitable(email, entry, world)] as const] : [];
  });
  return withMembers(set, Object.fromEntries(followed));
}

/** The declaration of a user to be invited: they cannot be disabled, and an invitation with another role is withdrawn. */
export function invitable<Entry>(email: unknown, entry: Entry, { emulator: { store, edit } }: World): Entry {
  const binding: Properties = typeof entry === "string" ? { roleId: entry } : { ...(entry as Properties) };
  for (const { id, email: other, roleID } of [...store.invitations.values()]) {
    if (isSame(other, email) && roleID !== binding.roleId) edit.cancelInvitation(id);
  }
  if (binding.state === "disabled") delete binding.state;
  return (typeof entry === "string" ? entry : binding) as Entry;
}

/** Members that a set has dropped, or had when the set itself was dropped with `deletionPolicy: "apply"`. */
export function droppedMembers(stack: Stack, program: readonly Declaration[], world: World): Stored[] {
  const declared = declaredIn(program);
  const continued = new Map(program.map((one) => [entryOf(stack.state, one), one]));
  return storedIn(stack.state.filter(isSet)).filter((stored) => {
    const set = continued.get(stored.entry);
    if (set === undefined && stored.entry.outputs.deletionPolicy !== "apply") return false;
    const live = world.emulator.store.users.get(stored.id)?.email;
    if (set !== undefined && excludes(set, stored.id, stored.email, live)) return false;
    return !declared.some((one) => [stored.email, live].some((email) => means(one, { ...stored, email })));
  });
}

/** Brings back sets and members, because a dropped member has a new address, which must be declared. */
export function withUndeletable(stack: Stack, program: readonly Declaration[], world: World): Declaration[] {
  const next = [...program];
  for (const { id, email, entry } of droppedMembers(stack, program, world)) {
    const live = world.emulator.store.users.get(id);
    if (entry.class !== "UserAssignmentSet" || live === undefined || isSame(live.email, email)) continue;
    const index = next.findIndex((one) => entryOf(stack.state, one) === entry);
    const set = next[index];
    if (set === undefined && entry.declaration !== undefined) {
      const { guard: _, ...inputs } = entry.declaration.inputs;
      const members = Object.fromEntries(
        Object.entries((entry.outputs.users ?? {}) as Properties).map(([of, one]) => [of, one]),
      );
      const former = { ...entry.declaration, name: entry.name, parent: entry.parent ?? [], inputs };
      next.push(followMembers(withMembers(former, members), stack, world));
    } else if (set !== undefined && set.inputs.removed !== "retain") {
      // A user missing from the lists cannot be declared by the new address.
      const isHidden = !world.emulator.switches.usersIncludeDisabled && live.state === "disabled";
      const { exclude = [] } = set.inputs as { exclude?: string[] };
      next[index] = isHidden
        ? { ...set, inputs: { ...set.inputs, exclude: [...new Set([...exclude, id])] } }
        : withMembers(set, { ...membersOf(set), [live.email]: live.roleID });
    }
  }
  return next;
}

/** Existing roles that are not as declared are taken over on purpose. */
export function adoptMembers(set: Declaration, stack: Stack, { emulator: { store } }: World): void {
  const entry = entryOf(stack.state, set);
  const known = (entry?.outputs.roles ?? {}) as Properties;
  const differs = Object.entries(membersOf(set)).some(([id, member]) => {
    const live = store.roles.get(id);
    if (live === undefined || id in known) return false;
    const { name, description, serviceRoleURNs } = member as Properties;
    const isSameText = description === undefined || description === (live.description ?? "");
    return !(live.name === name && isSameText && sameMembers(live.serviceRoleURNs, serviceRoleURNs));
  });
  if (differs) set.inputs.adopt = "overwrite";
}

/** No exclusion matches a member of the set. */
export function withoutOwnExclusions(set: Declaration, { emulator: { store } }: World): void {
  if (set.class !== "UserAssignmentSet") return;
  const emails = Object.keys(membersOf(set));
  const ids = [...store.users.values()].filter(({ email }) => emails.some((own) => isSame(own, email)));
  const own = new Set(ids.flatMap(({ id, email }) => [id, email.toLowerCase()]));
  set.inputs.exclude = ((set.inputs.exclude ?? []) as string[]).filter((name) => !own.has(name.toLowerCase()));
}

/** Roles of holders that the key may not see, or with an expired invitation: the server refuses to delete them. */
export function excludeInUse(set: Declaration, { emulator: { store, switches } }: World): void {
  if (set.class !== "RoleSet") return;
  // A run may disable anyone, and some servers do not list disabled users.
  const unlisted = switches.usersIncludeDisabled ? [] : [...store.users.values()];
  const held = [...unlisted, ...store.samlUsers.values(), ...store.invitations.values()]
    .map(({ roleID }) => roleID)
    .filter((id) => !(id in membersOf(set)));
  set.inputs.exclude = [...new Set([...((set.inputs.exclude ?? []) as string[]), ...held])];
}

/** The role of a member before the set took them over. */
export function foundRole({ email = "", entry }: { email: string | undefined; entry: Entry }): string | undefined {
  const found = (entry.outputs.found as Properties | undefined)?.[email];
  return typeof found === "string" ? found : (found as { roleId?: string } | undefined)?.roleId;
}
