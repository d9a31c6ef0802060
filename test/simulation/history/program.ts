import type { Properties } from "../../../provider/resources/resource.js";
import type { Declaration } from "../../doubles/stack.js";
import { ACCOUNT } from "../../doubles/world.js";
import type { Chance } from "../chance.js";
import { declaredIn, isSet } from "./members.js";
import { nested, reparented } from "./program-components.js";
import { changeSets, excluding, gathered, withoutDangling } from "./program-sets.js";
import { drawRole, emailOf, PEOPLE, ROLE_IDS, SPARE_ROLE_IDS, TIMEZONES, userIdOf } from "./scene.js";

/** How often the next commit changes a set. */
const SETS = ["sets", "sets", "sets", "sets", "sets", "sets"] as const;

/** A program of a few resources of every kind, alone, in sets and in components, in a plausible order. */
export function drawProgram(chance: Chance): Declaration[] {
  const roles = ROLE_IDS.filter(() => chance.happens(0.5)).map((id) => drawRoleDeclaration(chance, id));
  const users = PEOPLE.filter(() => chance.happens(0.5)).map((person) => drawAssignment(chance, person, roles));
  const account = chance.happens(0.4) ? [drawSettings(chance)] : [];
  const program = nested(chance, gathered(chance, [...roles, ...users, ...account]));
  return inOrder(chance.happens(0.9) ? excluding(program) : program);
}

/** The program after the next commit: one resource added, dropped, renamed, moved, replaced or changed. */
export function changeProgram(chance: Chance, program: readonly Declaration[]): Declaration[] {
  const next = withoutDangling(changed(chance, program));
  return inOrder(chance.happens(0.9) ? excluding(next) : next);
}

/** A resource comes after what it refers to, as in any program; sets wait for the end of the program anyway. */
export function inOrder(program: readonly Declaration[]): Declaration[] {
  const order = ["Role", "RoleSet", "UserAssignment", "UserAssignmentSet", "AccountSettings"];
  return program.toSorted((a, b) => order.indexOf(a.class) - order.indexOf(b.class));
}

function changed(chance: Chance, program: readonly Declaration[]): Declaration[] {
  const next = program.map((one) => ({ ...one }));
  const one = next.length === 0 ? undefined : chance.pick(next);
  const change = chance.pick([
    "add",
    "drop",
    "rename",
    "identity",
    "policy",
    "content",
    "content",
    "swap",
    "component",
    ...SETS,
  ]);
  if (change === "sets") return changeSets(chance, next);
  if (one === undefined || change === "add") return addOne(chance, next);
  if (change === "drop") return next.filter((other) => other !== one);
  if (change === "rename") return renamed(chance, next, one, `${one.name}-${chance.whole(2, 4)}`);
  if (change === "component") return reparented(chance, next, one);
  if (change === "swap") return swapped(chance, next);
  if (isSet(one)) return changeSets(chance, next);
  const fresh = redrawn(chance, one, next);
  if (change === "policy") {
    const { deletionPolicy: _, ...rest } = one.inputs;
    const policy = fresh.inputs.deletionPolicy;
    one.inputs = { ...rest, ...(policy !== undefined && policy !== "closeAccount" && { deletionPolicy: policy }) };
  } else if (change === "identity") changeIdentity(chance, one, next);
  else Object.assign(one, fresh, { name: one.name, ...(one.parent && { parent: one.parent }) });
  return next;
}

function drawRoleDeclaration(chance: Chance, id: string): Declaration {
  const { id: roleId, ...content } = drawRole(chance, id);
  const inputs: Properties = {
    roleId,
    ...content,
    ...(chance.happens(0.8) && { adopt: "overwrite" }),
    ...(chance.happens(0.2) && { deletionPolicy: "retain" }),
    ...(chance.happens(0.1) && {
      guard: chance.pick([{ maxRemovals: 1 }, { protectedRoles: [id] }, { minimumAdmins: 2 }]),
    }),
  };
  return { class: "Role", name: id, inputs };
}

function drawAssignment(chance: Chance, person: string, roles: readonly Declaration[]): Declaration {
  const role = roles.length > 0 && chance.happens(0.7) ? chance.pick(roles) : undefined;
  const roleId = role?.inputs.roleId ?? chance.pick(["read-only", "read-only", "full-access", ...ROLE_IDS]);
  const email = chance.happens(0.2) ? emailOf(person).toUpperCase() : emailOf(person);
  const isKnown = chance.happens(0.3);
  const invites = !isKnown && chance.happens(0.15);
  const inputs: Properties = {
    ...(isKnown ? { userId: userIdOf(person) } : { email }),
    roleId,
    ...(invites && { ifMissing: "invite" }),
    ...(!invites && chance.happens(0.4) && { state: chance.pick(["enabled", "enabled", "disabled"]) }),
    ...(chance.happens(0.6) && { deletionPolicy: chance.pick(["disable", "remove", "restore", "retain"]) }),
    ...(chance.happens(0.1) && {
      guard: chance.pick([{ maxRemovals: 1 }, { protectedUsers: [emailOf(person)] }, { minimumAdmins: 2 }]),
    }),
  };
  const isOrdered = role !== undefined && chance.happens(0.85);
  return { class: "UserAssignment", name: person, inputs, ...(isOrdered && { refs: { roleId: role.name } }) };
}

function drawSettings(chance: Chance): Declaration {
  const closes = chance.happens(0.05);
  const inputs: Properties = {
    ...(chance.happens(0.3) && { accountId: ACCOUNT }),
    ...(chance.happens(0.5) && { alias: chance.pick(["Acme", "Acme Ltd"]) }),
    ...(chance.happens(0.5) && { timezone: chance.pick(TIMEZONES) }),
    ...(chance.happens(0.3) && { locale: chance.pick(["en", "ja"]) }),
    ...(chance.happens(0.4) && { mfaRequired: chance.happens(0.5) }),
    ...(closes && { deletionPolicy: "closeAccount", closeAccountConfirmation: ACCOUNT }),
    ...(!closes && chance.happens(0.3) && { deletionPolicy: "retain" }),
  };
  return { class: "AccountSettings", name: "account", inputs };
}

function redrawn(chance: Chance, { class: of, inputs }: Declaration, program: readonly Declaration[]): Declaration {
  if (of === "Role") return drawRoleDeclaration(chance, String(inputs.roleId));
  if (of === "AccountSettings") return drawSettings(chance);
  const drawn = drawAssignment(chance, personOf(inputs), rolesIn(program));
  const { email: _, userId: __, ifMissing, ...rest } = drawn.inputs;
  const { email, userId } = inputs;
  const identity = email === undefined ? { userId } : { email, ...(ifMissing !== undefined && { ifMissing }) };
  return { ...drawn, inputs: { ...identity, ...rest } };
}

function addOne(chance: Chance, program: Declaration[]): Declaration[] {
  const declared = declaredIn(program);
  const isFree = (name: string) => !program.some((one) => one.name === name);
  const roles = declared.filter(({ of }) => of === "Role").map(({ inputs }) => inputs.roleId);
  const free = ROLE_IDS.filter((id) => isFree(id) && !roles.includes(id));
  const assigned = declared.filter(({ of }) => of === "UserAssignment").map(({ inputs }) => personOf(inputs));
  const people = PEOPLE.filter((person) => isFree(person) && !assigned.includes(person));
  if (free.length > 0 && chance.happens(0.4)) return [drawRoleDeclaration(chance, chance.pick(free)), ...program];
  if (people.length > 0) return [...program, drawAssignment(chance, chance.pick(people), rolesIn(program))];
  return program.some((one) => one.class === "AccountSettings") ? program : [...program, drawSettings(chance)];
}

function renamed(chance: Chance, program: Declaration[], renamed: Declaration, next: string): Declaration[] {
  if (program.some((one) => one.name === next)) return program;
  const { name, parent = [] } = renamed;
  const aliases = chance.happens(0.3) ? [{ name, parent }, ...(renamed.aliases ?? [])] : [];
  const to = (other: string) => (other === name ? next : other);
  return program.map((one) => {
    if (one === renamed) return { ...one, name: next, aliases };
    const refs = Object.entries(one.refs ?? {}).map(([key, other]) => [key, to(other)]);
    return {
      ...one,
      ...(one.refs && { refs: Object.fromEntries(refs) }),
      ...(one.after && { after: one.after.map(to) }),
    };
  });
}

/** Two resources swap their users. */
function swapped(chance: Chance, program: Declaration[]): Declaration[] {
  const [one, two] = chance.some(
    program.filter((other) => other.class === "UserAssignment"),
    2,
  );
  if (one === undefined || two === undefined) return program;
  const identity = ({ inputs: { email, userId, ifMissing } }: Declaration) =>
    email === undefined ? { userId } : { email, ...(ifMissing !== undefined && { ifMissing }) };
  const rest = ({ inputs: { email: _, userId: __, ifMissing: ___, ...others } }: Declaration) => others;
  const [first, second] = [identity(one), identity(two)];
  one.inputs = { ...second, ...rest(one) };
  two.inputs = { ...first, ...rest(two) };
  return program;
}

function changeIdentity(chance: Chance, one: Declaration, program: Declaration[]): void {
  if (one.class === "Role") {
    const former = one.inputs.roleId;
    const next = chance.pick(SPARE_ROLE_IDS);
    if (program.some(({ inputs }) => inputs.roleId === next)) return;
    one.inputs = { ...one.inputs, roleId: next };
    for (const other of program) {
      const isHeld = other.class === "UserAssignment" && other.inputs.roleId === former;
      if (isHeld) other.inputs = { ...other.inputs, roleId: next };
    }
  } else if (one.class === "UserAssignment") {
    const { email, userId: _, ifMissing: __, ...rest } = one.inputs;
    const person = personOf(one.inputs);
    one.inputs = { ...(email === undefined ? { email: emailOf(person) } : { userId: userIdOf(person) }), ...rest };
  }
}

function rolesIn(program: readonly Declaration[]): Declaration[] {
  return program.filter((one) => one.class === "Role");
}

/** The person an assignment refers to. */
function personOf({ email, userId }: Properties): string {
  const found = PEOPLE.find(
    (person) =>
      String(email).toLowerCase() === emailOf(person) || String(userId).startsWith(userIdOf(person).slice(0, 8)),
  );
  return found ?? "ann";
}
