import { CLASSES } from "../../../provider/plan/objects.js";
import { plainKeys } from "../../../provider/plan/plain-keys.js";
import { BESIDE } from "../../../provider/plan/property-names.js";
import type { Properties } from "../../../provider/resources/resource.js";
import type { Declaration } from "../../doubles/stack.js";
import type { Chance } from "../chance.js";
import { actsOnUnmanaged, declaredIn, isSet, membersOf, withMembers } from "./members.js";
import { emailOf, isSame, OWNER, PEOPLE, ROLE_IDS, URNS } from "./scene.js";

type SetClass = "RoleSet" | "UserAssignmentSet";

const NAMES = { RoleSet: ["roles"], UserAssignmentSet: ["team", "team", "crew"] } as const;

/** Moves some of the single resources into sets. */
export function gathered(chance: Chance, program: readonly Declaration[]): Declaration[] {
  let next = [...program];
  if (chance.happens(0.6)) next = withSet(chance, next, "RoleSet");
  if (chance.happens(0.75)) next = withSet(chance, next, "UserAssignmentSet");
  if (chance.happens(0.15)) next = withSet(chance, next, "UserAssignmentSet");
  return next;
}

/** A new set of some of the single resources. */
function withSet(chance: Chance, program: readonly Declaration[], of: SetClass): Declaration[] {
  const name = chance.pick(NAMES[of]);
  if (program.some((one) => one.name === name)) return [...program];
  const single = of === "RoleSet" ? "Role" : "UserAssignment";
  const chosen = program.filter((one) => one.class === single && canBeMember(one) && chance.happens(0.6));
  const members = Object.fromEntries(chosen.map(memberOf));
  const set = withMembers({ class: of, name, inputs: drawPolicies(chance, of) }, members);
  const rest = program.filter((one) => !chosen.includes(one));
  return referringTo(chance, [...rest, set]);
}

/** What the next commit does to a set, or to a single resource that moves into one. */
export function changeSets(chance: Chance, program: readonly Declaration[]): Declaration[] {
  const sets = program.filter(isSet);
  const change = chance.pick([
    "new",
    "in",
    "in",
    "out",
    "between",
    "drop",
    "drop",
    "drop",
    "member",
    "member",
    "policies",
    "policies",
  ]);
  const set = sets.length === 0 ? undefined : chance.pick(sets);
  if (set === undefined || change === "new") {
    return withSet(chance, program, chance.pick(["RoleSet", "UserAssignmentSet", "UserAssignmentSet"] as const));
  }
  const replace = (next: Declaration, ...more: Declaration[]) => [
    ...program.map((one) => (one === set ? next : one)),
    ...more,
  ];
  const members = Object.entries(membersOf(set));
  if (change === "policies") {
    return replace(withMembers({ ...set, inputs: drawPolicies(chance, set.class) }, membersOf(set)));
  }
  if (change === "in") return movedIn(chance, program, set);
  if (change === "member" && (members.length === 0 || chance.happens(0.4)))
    return replace(withNewMember(chance, program, set));
  if (members.length === 0) return [...program];
  const [key, entry] = chance.pick(members);
  const without = withMembers(set, Object.fromEntries(members.filter(([other]) => other !== key)));
  if (change === "member")
    return replace(withMembers(set, { ...membersOf(set), [key]: redrawn(chance, set, program) }));
  if (change === "drop") return replace(without);
  const other = sets.find((one) => one !== set && one.class === set.class);
  if (change === "between" && other !== undefined) {
    const filled = withMembers(other, { ...membersOf(other), [key]: entry });
    return replace(without).map((one) => (one === other ? filled : one));
  }
  return replace(without, alone(program, set, key, entry));
}

function movedIn(chance: Chance, program: readonly Declaration[], set: Declaration): Declaration[] {
  const single = set.class === "RoleSet" ? "Role" : "UserAssignment";
  const singles = program.filter((one) => one.class === single && canBeMember(one));
  if (singles.length === 0) return [...program];
  const one = chance.pick(singles);
  const [key, entry] = memberOf(one);
  const filled = withMembers(set, { ...membersOf(set), [key]: entry });
  const next = program.filter((other) => other !== one).map((other) => (other === set ? filled : other));
  return referringTo(chance, next);
}

/** The member as a single resource. */
function alone(program: readonly Declaration[], set: Declaration, key: string, entry: unknown): Declaration {
  const [base = key] = key.split("@");
  const taken = program.some(({ name }) => name === base);
  const name = taken ? `${base}-alone` : base;
  if (set.class === "RoleSet") {
    return { class: "Role", name, inputs: { roleId: key, ...(entry as Properties), adopt: "overwrite" } };
  }
  const binding = typeof entry === "string" ? { roleId: entry } : (entry as Properties);
  return { class: "UserAssignment", name, inputs: { email: key, ...binding } };
}

function withNewMember(chance: Chance, program: readonly Declaration[], set: Declaration): Declaration {
  const declared = declaredIn(program);
  const free =
    set.class === "RoleSet"
      ? ROLE_IDS.filter((id) => !declared.some(({ of, inputs }) => of === "Role" && inputs.roleId === id))
      : PEOPLE.map(emailOf).filter((email) => !declared.some(({ inputs }) => isSame(inputs.email, email)));
  if (free.length === 0) return set;
  return withMembers(set, { ...membersOf(set), [chance.pick<string>(free)]: redrawn(chance, set, program) });
}

function redrawn(chance: Chance, set: Declaration, program: readonly Declaration[]): unknown {
  if (set.class === "RoleSet") {
    return { name: chance.pick(["One", "Two", "Three"]), serviceRoleURNs: chance.some(URNS, chance.whole(0, 4)) };
  }
  const own = declaredIn(program).flatMap(({ of, inputs }) => (of === "Role" ? [String(inputs.roleId)] : []));
  const roleId = chance.pick([...own, ...own, "read-only", "full-access"]);
  return chance.happens(0.6) ? roleId : { roleId, state: chance.pick(["enabled", "enabled", "disabled"]) };
}

function canBeMember({ inputs }: Declaration): boolean {
  return inputs.userId === undefined;
}

function memberOf({ class: of, inputs }: Declaration): [string, unknown] {
  if (of === "Role") {
    const { roleId, name, description, serviceRoleURNs } = inputs;
    return [String(roleId), { name, ...(description !== undefined && { description }), serviceRoleURNs }];
  }
  const { email, roleId, state } = inputs;
  return [String(email), state === undefined ? roleId : { roleId, state }];
}

function drawPolicies(chance: Chance, of: Declaration["class"]): Properties {
  const common = {
    allowEmpty: true,
    ...(chance.happens(0.4) && { deletionPolicy: "apply" }),
    ...(chance.happens(0.5) && { guard: drawGuard(chance, of) }),
  };
  if (of === "RoleSet") {
    return {
      ...common,
      ...(chance.happens(0.8) && { adopt: "overwrite" }),
      ...(chance.happens(0.25) && { unmanaged: chance.pick(["report", "delete"]) }),
      ...(chance.happens(0.3) && { exclude: chance.some(["by-hand", ...ROLE_IDS], 2) }),
    };
  }
  return {
    ...common,
    ...(chance.happens(0.6) && { removed: chance.pick(["disable", "remove", "restore", "retain"]) }),
    ...(chance.happens(0.4) && {
      unmanaged: chance.pick(["report", "disable", "remove", "remove", { moveTo: "read-only" }]),
    }),
    ...(chance.happens(0.3) && { ifMissing: "invite" }),
    exclude: [
      OWNER,
      ...(chance.happens(0.6) ? ["bystander*"] : []),
      ...chance.some(PEOPLE.map(emailOf), chance.whole(0, 1)),
    ],
  };
}

function drawGuard(chance: Chance, of: Declaration["class"]): Properties {
  const isProtected =
    of === "RoleSet"
      ? { protectedRoles: [chance.pick(ROLE_IDS)] }
      : { protectedUsers: chance.some(PEOPLE, 3).map(emailOf) };
  return chance.pick<Properties>([
    { maxRemovals: chance.pick([0, 0, 1, 2]), maxRemovalFraction: 1 },
    { maxRemovalFraction: chance.pick([0.1, 0.5, 1]) },
    { maxRemovalFraction: 1 },
    { minimumAdmins: 2 },
    isProtected,
  ]);
}

/** A set does not exclude its own members; one that acts on unmanaged objects excludes what is declared beside it. */
export function excluding(program: readonly Declaration[]): Declaration[] {
  return program.map((set) => {
    if (!isSet(set)) return set;
    const own = Object.keys(membersOf(set));
    const of = set.class === "RoleSet" ? "Role" : "UserAssignment";
    const beside = actsOnUnmanaged(set)
      ? declaredIn(program)
          .filter((one) => one.of === of && one.owner !== set)
          .map(({ inputs }) => String(of === "Role" ? inputs.roleId : (inputs.userId ?? inputs.email)))
      : [];
    const former = ((set.inputs.exclude ?? []) as string[]).filter((name) => !own.some((one) => isSame(one, name)));
    const exclude = [...new Set([...former, ...beside])];
    return { ...set, inputs: { ...set.inputs, exclude } };
  });
}

/** Users who get a role of a set wait for the set, or use one of its outputs; nothing refers to missing resources. */
function referringTo(chance: Chance, program: readonly Declaration[]): Declaration[] {
  const isOutput = chance.happens(0.3);
  const waits = chance.happens(0.85);
  return program.map((one) => {
    if (one.class !== "UserAssignment" && one.class !== "UserAssignmentSet") return one;
    const { refs: _, after: __, ...rest } = one;
    const owners = declaredIn([one]).map(({ inputs }) =>
      declaredIn(program).find(({ of, inputs: role }) => of === "Role" && role.roleId === inputs.roleId),
    );
    const names = [...new Set(owners.flatMap((owner) => owner?.owner.name ?? []))];
    if (names.length === 0 || !waits) return rest;
    const [only] = names;
    if (one.class === "UserAssignment" && only !== undefined && isOutput) return { ...rest, refs: { roleId: only } };
    return { ...rest, after: names };
  });
}

/** Every reference follows the names of the program. */
export function withoutDangling(program: readonly Declaration[]): Declaration[] {
  const names = new Set(program.map(({ name }) => name));
  return program.map(({ refs, after, ...rest }) => {
    const kept = Object.entries(refs ?? {}).filter(([, name]) => names.has(name));
    const before = (after ?? []).filter((name) => names.has(name));
    return {
      ...rest,
      ...(kept.length > 0 && { refs: Object.fromEntries(kept) }),
      ...(before.length > 0 && { after: before }),
    };
  });
}

/** As the SDK sends it: a set knows what the rest of the program declares. */
export function withSiblings(program: readonly Declaration[]): Declaration[] {
  return program.map((set) => {
    if (!isSet(set)) return set;
    const others = program.filter((one) => one !== set);
    const keysOf = (object: string) =>
      others.filter((one) => CLASSES[one.class].object === object).flatMap((one) => plainKeys(one.class, one.inputs));
    const user = set.class === "RoleSet" ? [] : keysOf("user");
    return { ...set, inputs: { ...set.inputs, [BESIDE]: { role: keysOf("role"), user } } };
  });
}
