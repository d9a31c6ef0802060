import type { ExportedUser } from "../../provider/plan/stored/exported.js";
import { literal } from "./source-text.js";

/** More people than this go into a separate file: a program is read for its rules, a list of people for its names. */
const MOST_IN_PROGRAM = 30;

export const PEOPLE = "people.json";

/** The users who go into the file beside the program; none if there are few. */
export function usersInFile(users: readonly ExportedUser[]): readonly ExportedUser[] {
  return users.length > MOST_IN_PROGRAM ? users : [];
}

/** The text of the file: under each role the people who have it, each as an address if that says everything. */
export function peopleFile(users: readonly ExportedUser[]): string {
  const byRole = Map.groupBy(users, ({ roleId }) => roleId);
  const people = [...byRole].map(([roleId, members]) => [roleId, members.map(personOf)] as const);
  return `${JSON.stringify(Object.fromEntries(people), null, 2)}\n`;
}

function personOf({ by, isDisabled }: ExportedUser): unknown {
  if (isDisabled) return { ...by, state: "disabled" };
  return "email" in by ? by.email : by;
}

/** How a program reads the file. */
export const READ_PEOPLE = `// Who has which role, under its id: an address, or an object where there is more to say.
type Person = { email: string; state?: "disabled" } | { userId: string; state?: "disabled" };
const people = JSON.parse(readFileSync(new URL("${PEOPLE}", import.meta.url), "utf8")) as Record<string, (string | Person)[]>;
`;

export const IMPORT_READ = 'import { readFileSync } from "node:fs";\n';

/** The program's roles that people in the file have, for a program with a resource for each. */
export function assignPeople(variables: readonly (readonly [roleId: string, variable: string])[]): string {
  const entries = variables.map(([roleId, variable]) => `  [${literal(roleId)}, ${variable}],\n`).join("");
  const declared =
    variables.length === 0
      ? ""
      : `// The roles of this program, so that Pulumi knows that they come before the people.
const declared = new Map<string, cloudone.Role>([
${entries}]);

`;
  const role = variables.length === 0 ? "roleId" : "roleId: declared.get(roleId)?.roleId ?? roleId";
  return `${declared}for (const [roleId, members] of Object.entries(people)) {
  for (const person of members) {
    const who = typeof person === "string" ? { email: person } : person;
    const name = "email" in who ? who.email : who.userId;
    new cloudone.UserAssignment(name, { ...who, ${role}, deletionPolicy });
  }
}
`;
}

/** A set of the people in the file; `declared` are the role ids of the program's own set. */
export function setOfPeople(declared: readonly string[], alone: boolean): string {
  const roleOf =
    declared.length === 0
      ? ""
      : `// A role of this program is named by what its set shows, so that Pulumi knows that roles come before people.
const declared = [${declared.map((roleId) => literal(roleId)).join(", ")}];
const roleOf = (roleId: string) => (declared.includes(roleId) ? roles.roleIds.apply((ids: Record<string, string>) => ids[roleId] ?? roleId) : roleId);

`;
  const role = declared.length === 0 ? "roleId" : "roleId: roleOf(roleId)";
  const byId = alone
    ? `
// The address of these does not say which user is meant, so that they cannot be members of the set.
for (const { roleId, person } of everyone) {
  if ("userId" in person) new cloudone.UserAssignment(person.userId, { ...person, roleId, deletionPolicy: "retain" });
}
`
    : "";
  return `${roleOf}const everyone = Object.entries(people).flatMap(([roleId, members]) =>
  members.map((one) => {
    const person: Person = typeof one === "string" ? { email: one } : one;
    return { ${role}, person };
  }),
);

new cloudone.UserAssignmentSet("users", {
  users: Object.fromEntries(
    everyone.flatMap(({ roleId, person }) =>
      "email" in person ? [[person.email, { roleId, ...(person.state && { state: person.state }) }] as const] : [],
    ),
  ),
});
${byId}`;
}
