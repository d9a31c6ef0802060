import type { Declaration, Stack } from "../../doubles/stack.js";
import { entryOf } from "../../doubles/stack.js";
import type { World } from "../../doubles/world.js";
import { sameMembers } from "./justify.js";
import { actsOnUnmanaged, type Declared, declaredIn, excludes, means } from "./members.js";
import { isSame, SETTINGS } from "./scene.js";

/** How the server differs from what the program declares; empty if it does not. Uses none of the provider's code. */
export function nonconformities(program: readonly Declaration[], world: World): string[] {
  return declaredIn(program).flatMap((declared) => {
    const { class: of, name } = declared.owner;
    return notAsDeclared(declared, world).map((what) => `${of} ${name}: ${what}`);
  });
}

function notAsDeclared({ of, inputs }: Declared, { clock, emulator: { store } }: World): string[] {
  if (of === "Role") {
    const role = store.roles.get(String(inputs.roleId));
    if (role === undefined) return [`there is no role ${inputs.roleId}`];
    if (role.name !== inputs.name) return [`the name of ${role.id} is ${role.name}`];
    if (!sameMembers(role.serviceRoleURNs, inputs.serviceRoleURNs)) return [`the URNs of ${role.id} differ`];
    const description = role.description ?? "";
    const isAsDeclared = inputs.description === undefined || description === inputs.description;
    return isAsDeclared ? [] : [`the description of ${role.id} differs`];
  }
  if (of === "UserAssignment") {
    const user = [...store.users.values()].find(({ id, email }) =>
      inputs.userId === undefined ? isSame(email, inputs.email) : id === inputs.userId,
    );
    if (user !== undefined) {
      if (user.roleID !== inputs.roleId) return [`the role of ${user.email} is ${user.roleID}`];
      const isAsDeclared = inputs.state === undefined || user.state === inputs.state;
      return isAsDeclared ? [] : [`the state of ${user.email} is ${user.state}`];
    }
    const isInvited = [...store.invitations.values()].some(
      ({ email, roleID, expiry }) =>
        isSame(email, inputs.email) && roleID === inputs.roleId && Date.parse(expiry) > clock.now(),
    );
    return isInvited ? [] : [`there is no user ${inputs.email ?? inputs.userId}`];
  }
  const account: Record<string, unknown> = { ...store.account };
  const wrong = SETTINGS.filter((key) => inputs[key] !== undefined && inputs[key] !== account[key]);
  return wrong.length === 0 ? [] : [`${wrong.join(", ")} differs`];
}

/** The unmanaged objects that sets acting on them have left unchanged. */
export function leftUnmanaged(
  program: readonly Declaration[],
  stack: Stack,
  everMembers: ReadonlyMap<string, ReadonlySet<string>>,
  { emulator: { store, switches } }: World,
): string[] {
  const declared = declaredIn(program);
  const holders = [store.users, store.apiKeys, store.invitations, store.samlUsers].flatMap((kind) => [
    ...kind.values(),
  ]);
  return program.filter(actsOnUnmanaged).flatMap((set) => {
    const { class: of, name, inputs } = set;
    const entry = entryOf(stack.state, set);
    const left =
      of === "RoleSet"
        ? [...store.roles.keys()].filter((id) => {
            const isPredefined = ["full-access", "read-only", "scanner"].includes(id);
            const isHeld = holders.some(({ roleID }) => roleID === id);
            return (
              !isPredefined && !isHeld && !excludes(set, id) && !declared.some((one) => means(one, { of: "Role", id }))
            );
          })
        : [...store.users.values()]
            .filter(({ id, email, state, roleID }) => {
              if (excludes(set, id, email) || everMembers.get(entry?.id ?? "")?.has(id)) return false;
              if (declared.some((one) => means(one, { of: "UserAssignment", id, email }))) return false;
              // A user excluded by an address stays excluded.
              const excluded = Object.values((entry?.outputs.excludedIds ?? {}) as Record<string, string[]>).flat();
              if (excluded.includes(id)) return false;
              const isHidden = !switches.usersIncludeDisabled && state === "disabled";
              if (isHidden) return false;
              if (inputs.unmanaged === "disable") return state !== "disabled";
              return inputs.unmanaged === "remove" || roleID !== (inputs.unmanaged as { moveTo: string }).moveTo;
            })
            .map(({ email }) => email);
    return left.map((one) => `${of} ${name}: ${one} is unmanaged and was left as it was`);
  });
}
