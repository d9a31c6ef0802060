import type { ExportedUser } from "../../provider/plan/stored/exported.js";
import type { Inventory } from "./exportable.js";
import { assignPeople, IMPORT_READ, READ_PEOPLE, usersInFile } from "./people-file.js";
import { type HeadStyle, programHead } from "./program-head.js";
import { literal, object } from "./source-text.js";
import { urnList } from "./urn-expression.js";
import { variableNames } from "./variable-names.js";

const POLICY = `// An object of the account stays as it is when its declaration is removed. Once this program is the only way to change
// the account, remove this to get the package's defaults: roles are deleted, users disabled.
const deletionPolicy = "retain";
`;

const STYLE: HeadStyle = {
  style: "resources",
  laidOut: ["Role", "UserAssignment"],
  deletionPolicy: "deletionPolicy",
};

/** A program with one resource for each role and each user. */
export function resourcesProgram(inventory: Inventory): string {
  const { roles, users } = inventory;
  const variables = variableNames(roles.map(({ roleId }) => roleId));
  const held = new Set(users.map(({ roleId }) => roleId));
  const declaredRoles = roles.map(({ roleId, name, description, serviceRoleURNs }) => {
    const args = [
      ["roleId", literal(roleId)],
      ["name", literal(name)],
      ...(description === undefined ? [] : [["description", literal(description)] as const]),
      ["serviceRoleURNs", urnList(serviceRoleURNs, inventory, "  ")],
    ] as const;
    const body = args.map(([key, value]) => `  ${key}: ${value},\n`).join("");
    const variable = held.has(roleId) ? `const ${variables.get(roleId)} = ` : "";
    return `${variable}new cloudone.Role(${literal(roleId)}, {\n${body}  deletionPolicy,\n});\n`;
  });
  const inFile = usersInFile(users).length > 0;
  const declaredUsers = inFile
    ? assignPeople([...variables].filter(([roleId]) => held.has(roleId)))
    : users.map((user) => userResource(user, variables.get(user.roleId))).join("");
  const head = inFile
    ? programHead(inventory, STYLE, `${READ_PEOPLE}\n${POLICY}`, IMPORT_READ)
    : programHead(inventory, STYLE, POLICY);
  return [head, ...declaredRoles, declaredUsers].filter((part) => part !== "").join("\n");
}

/** A user; if the role is declared here, its variable tells Pulumi the order. */
function userResource(user: ExportedUser, variable: string | undefined): string {
  const [[by, value] = ["", ""]] = Object.entries(user.by);
  const entries = [
    [by, literal(value)],
    ["roleId", variable === undefined ? literal(user.roleId) : `${variable}.roleId`],
    ...(user.isDisabled ? [["state", '"disabled"'] as const] : []),
    ["deletionPolicy", "deletionPolicy"],
  ] as const;
  const head = `new cloudone.UserAssignment(${literal(value)}, `;
  return `${head}${object(entries, "", head.length + 2)});\n`;
}
