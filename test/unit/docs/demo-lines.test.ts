import { expect, test } from "@jest/globals";
import { readableLines } from "../../../tools/demo/engine-lines.ts";
import { foldLines } from "../../../tools/demo/fold-lines.ts";

const ROLE = "pulumi-nodejs:dynamic/cloudone:Role";

test("each changed resource is one line, with its messages, followed by the summary", () => {
  const output = `Updating (demo):

 +  pulumi:pulumi:Stack team-demo creating (0s)
@ updating.....
 +  ${ROLE} auditor creating (0s)
    ${ROLE} auditor  warning: role auditor loses urn:x
 +  ${ROLE} auditor creating (0s) warning: role auditor loses urn:x
 +  ${ROLE} auditor created (0.04s) warning: role auditor loses urn:x
    ${ROLE} operator
 +  pulumi:pulumi:Stack team-demo created (2s)
Diagnostics:
  ${ROLE} (auditor):
    warning: role auditor loses urn:x
      and a second line

Resources:
    + 2 created
    1 unchanged

Duration: 3s
`;
  expect(readableLines(output)).toEqual([
    "+ Role             auditor              created",
    "      warning: role auditor loses urn:x",
    "        and a second line",
    "Resources:",
    "    + 2 created",
    "    1 unchanged",
  ]);
});

test("resources are sorted by class, sets included: roles, users, settings", () => {
  const of = (name: string) => ` +  ${ROLE.replace("Role", name)} one created (1s)`;
  const output = ["AccountSettings", "UserAssignment", "UserAssignmentSet", "RoleSet", "Role"].map(of).join("\n");
  const classes = readableLines(output).map((line) => line.split(" ")[1]);
  expect(classes).toEqual(["Role", "RoleSet", "UserAssignmentSet", "UserAssignment", "AccountSettings"]);
});

test("differences and failures are shown, and no part of an error is lost", () => {
  const output = `Destroying (demo):
 ~  ${ROLE} auditor updated (0.3s) [diff: ~name]; role auditor gains urn:x
 -  ${ROLE} operator deleting (0s) error: Cannot delete role operator
 -  ${ROLE} operator **deleting failed** error: Cannot delete role operator
    pulumi:pulumi:Stack team-demo **failed** 1 error
Diagnostics:
  ${ROLE} (operator):
    error: Cannot delete role operator
  pulumi:pulumi:Stack (team-demo):
    error: update failed

error: something unforeseen
`;
  expect(readableLines(output)).toEqual([
    "~ Role             auditor              updated [diff: ~name]",
    "- Role             operator             deleting failed",
    "      error: Cannot delete role operator",
    "  Stack            team-demo",
    "      error: update failed",
    "error: something unforeseen",
  ]);
});

test("a refreshed resource without changes has no line", () => {
  const output = ` ~  ${ROLE} auditor refreshing (0s)
 ~  ${ROLE} operator refreshing (0s)
    ${ROLE} auditor
 ~  ${ROLE} operator updated (0.25s) [diff: ~serviceRoleURNs]
`;
  expect(readableLines(output)).toEqual(["~ Role             operator             updated [diff: ~serviceRoleURNs]"]);
});

test("a long list of service roles shows the first two and counts the others", () => {
  const list = ["    + a", "    + b", "    - c", "    - d"];
  expect(foldLines(["  ann", ...list, "  ben", ...list.slice(0, 3), "  cem", ...list.slice(0, 2)])).toEqual([
    ...["  ann", "    + a", "    + b", "    … and 2 more"],
    ...["  ben", "    + a", "    + b", "    … and 1 more"],
    ...["  cem", "    + a", "    + b"],
  ]);
});
