import { type Args, role, roles, single, users } from "./declarations.js";
import type { Declaration } from "./stack.js";

/** How something was declared that is no longer declared. */
type Way = "alone" | "dropped from a set" | "in a set that is deleted";

/** One role that is declared alone, or as the only member of a set. */
interface RoleForm {
  form: "alone" | "in a set";
  /** The argument that failures name. */
  property: (roleId: string) => string;
  declare(roleId: string, serviceRoleURNs: unknown, more?: Args): Declaration;
  /** The program once the role is no longer declared. */
  dropped(more?: Args): Declaration[];
}

export const ROLE_FORMS: readonly [RoleForm, RoleForm] = [
  {
    form: "alone",
    property: () => "roleId",
    declare: (roleId, serviceRoleURNs, more = {}) => role(roleId, serviceRoleURNs, more, "it"),
    dropped: () => [],
  },
  {
    form: "in a set",
    property: (roleId) => `roles.${roleId}`,
    declare(roleId, serviceRoleURNs, { name = "A role", description, ...more } = {}) {
      const member = { name, serviceRoleURNs, ...(description !== undefined && { description }) };
      return roles({ [roleId]: member }, more, "it");
    },
    dropped: (more) => [roles({}, { allowEmpty: true, ...more }, "it")],
  },
];

/** One user who is declared alone, or as the only member of a set. */
interface UserForm {
  form: "alone" | "in a set";
  /** The argument that failures name. */
  property: (email: string) => string;
  /** `removed` is the policy for a user who is no longer declared, by the name that it has in a set. */
  declare(email: string, args: Args, name?: string): Declaration;
  dropped(more?: Args, name?: string): Declaration[];
}

export const USER_FORMS: readonly [UserForm, UserForm] = [
  {
    form: "alone",
    property: () => "email",
    declare: (email, { removed, ...args }, name = "it") =>
      single({ email, ...args, ...(removed !== undefined && { deletionPolicy: removed }) }, name),
    dropped: () => [],
  },
  {
    form: "in a set",
    property: (email) => `users.${email}`,
    declare(email, { roleId, state, until, then, ...more }, name = "it") {
      return users({ [email]: known({ roleId, state, until, then }) }, known(more), name);
    },
    dropped: (more, name = "it") => [users({}, { allowEmpty: true, ...more }, name)],
  },
];

function known(args: Args): Args {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}

/** The ways in which a role stops being declared. */
export const ROLE_WAYS: readonly {
  way: Way;
  first(roleId: string, serviceRoleURNs: unknown, more?: Args): Declaration[];
  last(more?: Args): Declaration[];
}[] = [
  { way: "alone", first: (...args) => [ROLE_FORMS[0].declare(...args)], last: () => [] },
  { way: "dropped from a set", first: (...args) => [ROLE_FORMS[1].declare(...args)], last: ROLE_FORMS[1].dropped },
  {
    way: "in a set that is deleted",
    first: (id, urns, more) => [ROLE_FORMS[1].declare(id, urns, { deletionPolicy: "apply", ...more })],
    last: () => [],
  },
];

/** The ways in which a user stops being declared. */
export const WAYS: readonly {
  way: Way;
  first(email: string, args: Args): Declaration[];
  last(more?: Args): Declaration[];
}[] = [
  { way: "alone", first: (email, args) => [USER_FORMS[0].declare(email, args)], last: () => [] },
  {
    way: "dropped from a set",
    first: (email, args) => [USER_FORMS[1].declare(email, args)],
    last: USER_FORMS[1].dropped,
  },
  {
    way: "in a set that is deleted",
    first: (email, args) => [USER_FORMS[1].declare(email, { deletionPolicy: "apply", ...args })],
    last: () => [],
  },
];
