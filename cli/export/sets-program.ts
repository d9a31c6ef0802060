import type { ExportedUser } from "../../provider/plan/stored/exported.js";
import type { Inventory } from "./exportable.js";
import { IMPORT_READ, READ_PEOPLE, setOfPeople, usersInFile } from "./people-file.js";
import { type HeadStyle, programHead } from "./program-head.js";
import { key, literal, object } from "./source-text.js";
import { urnList } from "./urn-expression.js";

/** Role ids that are also members of Pulumi's Output, which take precedence over those of the value. */
const MEMBERS_OF_OUTPUT = ["apply", "constructor", "get", "promise", "resources", "then"];

const STYLE: HeadStyle = {
  style: "sets",
  laidOut: ["RoleSet", "UserAssignmentSet", "UserAssignment"],
  deletionPolicy: '"retain"',
};

/** A program with one set of roles and one set of users. */
export function setsProgram(inventory: Inventory): string {
  const { roles, users } = inventory;
  const declared = new Set(roles.map(({ roleId }) => roleId));
  const roleOf = ({ roleId }: ExportedUser) => (declared.has(roleId) ? roleIdOf(roleId) : literal(roleId));
  const byEmail = users.flatMap((user) => ("email" in user.by ? [{ ...user, email: user.by.email }] : []));
  const inFile = usersInFile(users).length > 0;
  const parts = [inFile ? programHead(inventory, STYLE, READ_PEOPLE, IMPORT_READ) : programHead(inventory, STYLE, "")];
  if (roles.length > 0) {
    const members = roles.map(({ roleId, name, description, serviceRoleURNs }) => {
      const args = [
        ["name", literal(name)],
        ...(description === undefined ? [] : [["description", literal(description)] as const]),
        ["serviceRoleURNs", urnList(serviceRoleURNs, inventory, "      ")],
      ] as const;
      return `    ${key(roleId)}: {\n${args.map(([name, value]) => `      ${name}: ${value},\n`).join("")}    },\n`;
    });
    const variable = users.some(({ roleId }) => declared.has(roleId)) ? "const roles = " : "";
    parts.push(`${variable}new cloudone.RoleSet("roles", {\n  roles: {\n${members.join("")}  },\n});\n`);
  }
  if (inFile) {
    const held = new Set(users.map(({ roleId }) => roleId));
    const own = roles.map(({ roleId }) => roleId).filter((roleId) => held.has(roleId));
    return [...parts, setOfPeople(own, byEmail.length < users.length)].join("\n");
  }
  if (byEmail.length > 0) {
    const members = byEmail.map((user) => {
      const entry = user.isDisabled
        ? object([
            ["roleId", roleOf(user)],
            ["state", '"disabled"'],
          ])
        : roleOf(user);
      return `    ${key(user.email)}: ${entry},\n`;
    });
    parts.push(`new cloudone.UserAssignmentSet("users", {\n  users: {\n${members.join("")}  },\n});\n`);
  }
  const alone = users.filter(({ by }) => "userId" in by);
  if (alone.length > 0) {
    parts.push(
      `// Their addresses do not identify them, so they cannot be members of the set.\n${alone
        .map((user) => userById(user, roleOf(user)))
        .join("")}`,
    );
  }
  return parts.join("\n");
}

/** The id of a role of the set, so that Pulumi knows that the roles come first. */
function roleIdOf(roleId: string): string {
  if (MEMBERS_OF_OUTPUT.includes(roleId)) return `roles.roleIds.apply((ids) => ids.${roleId})`;
  return key(roleId) === roleId ? `roles.roleIds.${roleId}` : `roles.roleIds[${literal(roleId)}]`;
}

function userById(user: ExportedUser, roleId: string): string {
  const userId = "userId" in user.by ? user.by.userId : "";
  const entries = [
    ["userId", literal(userId)],
    ["roleId", roleId],
    ...(user.isDisabled ? [["state", '"disabled"'] as const] : []),
    ["deletionPolicy", '"retain"'],
  ] as const;
  const head = `new cloudone.UserAssignment(${literal(userId)}, `;
  return `${head}${object(entries, "", head.length + 2)});\n`;
}
