import type { Properties } from "../../../provider/resources/resource.js";
import type { Declaration } from "../../doubles/stack.js";
import { ACCOUNT } from "../../doubles/world.js";
import type { Chance } from "../chance.js";
import { drawRole, emailOf, PEOPLE, ROLE_IDS, SPARE_ROLE_IDS, TIMEZONES, userIdOf } from "./scene.js";

/** A program of a few resources of every kind but sets (which set-properties.test.ts draws), in a plausible order. */
export function drawProgram(chance: Chance): Declaration[] {
  const roles = ROLE_IDS.filter(() => chance.happens(0.5)).map((id) => drawRoleDeclaration(chance, id));
  const users = PEOPLE.filter(() => chance.happens(0.5)).map((person) => drawAssignment(chance, person, roles));
  const account = chance.happens(0.4) ? [drawSettings(chance)] : [];
  return [...roles, ...users, ...account];
}

/** The program after the next commit: one resource added, dropped, renamed, replaced or changed. */
export function changeProgram(chance: Chance, program: readonly Declaration[]): Declaration[] {
  const next = program.map((one) => ({ ...one }));
  const one = next.length === 0 ? undefined : chance.pick(next);
  const change = chance.pick(["add", "drop", "rename", "identity", "policy", "content", "content", "swap"]);
  if (one === undefined || change === "add") return addOne(chance, next);
  if (change === "drop") return withoutDangling(next.filter((other) => other !== one));
  if (change === "rename") return renamed(next, one, `${one.name}-${chance.whole(2, 4)}`);
  if (change === "swap") return swapped(chance, next);
  const fresh = redrawn(chance, one, next);
  if (change === "policy") {
    const { deletionPolicy: _, ...rest } = one.inputs;
    const policy = fresh.inputs.deletionPolicy;
    one.inputs = { ...rest, ...(policy !== undefined && policy !== "closeAccount" && { deletionPolicy: policy }) };
  } else if (change === "identity") changeIdentity(chance, one, next);
  else Object.assign(one, fresh, { name: one.name });
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
  const inputs: Properties = {
    ...(chance.happens(0.3) ? { userId: userIdOf(person) } : { email }),
    roleId,
    ...(chance.happens(0.4) && { state: chance.pick(["enabled", "enabled", "disabled"]) }),
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
  const { email: _, userId: __, ...rest } = drawn.inputs;
  const { email, userId } = inputs;
  return { ...drawn, inputs: { ...(email === undefined ? { userId } : { email }), ...rest } };
}

function addOne(chance: Chance, program: Declaration[]): Declaration[] {
  const declared = (key: string) => program.some(({ name, inputs }) => name === key || inputs.roleId === key);
  const free = ROLE_IDS.filter((id) => !declared(id));
  const people = PEOPLE.filter(
    (person) => !program.some((one) => one.name === person || personOf(one.inputs) === person),
  );
  if (free.length > 0 && chance.happens(0.4)) return [drawRoleDeclaration(chance, chance.pick(free)), ...program];
  if (people.length > 0) return [...program, drawAssignment(chance, chance.pick(people), rolesIn(program))];
  return program.some((one) => one.class === "AccountSettings") ? program : [...program, drawSettings(chance)];
}

function renamed(program: Declaration[], { class: of, name }: Declaration, next: string): Declaration[] {
  if (program.some((one) => one.name === next)) return program;
  return program.map((one) => {
    if (one.class === of && one.name === name) return { ...one, name: next };
    const refs = Object.entries(one.refs ?? {}).map(([key, to]) => [key, to === name && of === "Role" ? next : to]);
    return one.refs === undefined ? one : { ...one, refs: Object.fromEntries(refs) };
  });
}

/** Two names swap their people. */
function swapped(chance: Chance, program: Declaration[]): Declaration[] {
  const [one, two] = chance.some(
    program.filter((other) => other.class === "UserAssignment"),
    2,
  );
  if (one === undefined || two === undefined) return program;
  const identity = ({ inputs: { email, userId } }: Declaration) => (email === undefined ? { userId } : { email });
  const rest = ({ inputs: { email: _, userId: __, ...others } }: Declaration) => others;
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
    const { email, userId: _, ...rest } = one.inputs;
    const person = personOf(one.inputs);
    one.inputs = { ...(email === undefined ? { email: emailOf(person) } : { userId: userIdOf(person) }), ...rest };
  }
}

/** A role that went leaves its id behind as a plain string. */
function withoutDangling(program: Declaration[]): Declaration[] {
  return program.map((one) => {
    const { refs, ...rest } = one;
    return refs === undefined || program.some(({ name }) => Object.values(refs).includes(name)) ? one : rest;
  });
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
