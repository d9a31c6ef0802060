// Prints which role may do what in which service as CSV: one row per role, one column per permission.
import { createCloudOne, type Role } from "pulumi-cloudone/provider";

const cloudOne = createCloudOne({
  apiKey: process.env.CLOUDONE_API_KEY ?? "",
  ...(process.env.CLOUDONE_BASE_URL && { baseUrl: process.env.CLOUDONE_BASE_URL }),
  readOnly: true,
});

const roles: Role[] = [];
for await (const role of cloudOne.roles.list()) roles.push(role);
/** `workload/full-access` of `urn:cloudone:workload:us-1:012345678912:role/full-access`. */
const permission = (urn: string) => urn.replace(/^urn:cloudone:([^:]+):.*:role\//, "$1/");
const permissions = [...new Set(roles.flatMap(({ serviceRoleURNs }) => serviceRoleURNs.map(permission)))].sort();

const rows = [
  ["role", "name", ...permissions],
  ...roles.map(({ id, name, serviceRoleURNs }) => {
    const granted = new Set(serviceRoleURNs.map(permission));
    return [id, name, ...permissions.map((one) => (granted.has(one) ? "x" : ""))];
  }),
];

/** Quoted as RFC 4180 says, with an apostrophe before anything that a spreadsheet would take for a formula. */
const cell = (text: string) => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;

for (const row of rows) process.stdout.write(`${row.map(cell).join(",")}\r\n`);
