import type { ExportStyle } from "../../provider/plan/stored/exported.js";
import { markdownTable } from "../report/markdown-text.js";
import type { Inventory, Skipped } from "./exportable.js";
import { PEOPLE, peopleFile, usersInFile } from "./people-file.js";
import { resourcesProgram } from "./resources-program.js";
import { setsProgram } from "./sets-program.js";

export const STYLES = ["resources", "sets"] as const satisfies ExportStyle[];

const HEADER =
  "Written by pulumi-cloudone export. Change it freely: the export does not overwrite a file that you changed.";

/** The files of a project that declares the account as it is, by name. They do not depend on the time or on random values. */
export function projectFiles(
  inventory: Inventory,
  style: ExportStyle,
  version: string,
  imports?: string | undefined,
): Map<string, string> {
  const program = style === "sets" ? setsProgram(inventory) : resourcesProgram(inventory);
  const people = usersInFile(inventory.users);
  return new Map([
    ["index.ts", `// ${HEADER}\n${program}`],
    ["Pulumi.yaml", pulumiYaml(inventory)],
    ["package.json", packageJson(version)],
    ["tsconfig.json", json(TSCONFIG)],
    [".gitignore", `# ${HEADER}\nnode_modules/\n`],
    ["README.md", readme(inventory, style, imports !== undefined)],
    ...(people.length === 0 ? [] : [[PEOPLE, peopleFile(people)] as const]),
    ...(imports === undefined ? [] : [["import.json", imports] as const]),
  ]);
}

function pulumiYaml({ accountId }: Inventory): string {
  return `# ${HEADER}
name: cloudone-access
description: Who may do what in Cloud One account ${accountId}
runtime: nodejs
config:
  # A key of any other account is refused before anything happens.
  cloudone:accountId:
    value: "${accountId}"
`;
}

function packageJson(version: string): string {
  return json({
    name: "cloudone-access",
    private: true,
    type: "module",
    scripts: { types: "tsc" },
    dependencies: { "@pulumi/pulumi": "^3.216.0", "pulumi-cloudone": `^${version}` },
    devDependencies: { "@types/node": "^24.0.0", typescript: "^6.0.3" },
  });
}

const TSCONFIG = {
  compilerOptions: {
    target: "es2023",
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  },
  files: ["index.ts"],
};

/** What taking something out of the program does to the account. */
const REMOVALS: Record<ExportStyle, string> = {
  resources: `Taking a resource out of the program leaves its object as it is, as \`deletionPolicy: "retain"\` says. Change that if Pulumi should
clean up.`,
  sets: `A role that you take out of its set is deleted once no one holds it. A user that you take out is disabled; with
\`removed: "retain"\` on the set they stay as they are. \`pulumi destroy\` leaves everything as it is.`,
};

/** How to bring the account's objects into the stack. */
const TAKE_OVER = "CLOUDONE_READ_ONLY=true pulumi up   # takes everything over; anything that would write fails";
const IMPORT =
  "pulumi import --file import.json --protect=false --generate-code=false   # CLI 3.254 or newer; no request to the account";

function readme({ accountId, roles, users, skipped }: Inventory, style: ExportStyle, isImported: boolean): string {
  return `# Who may do what in Cloud One account ${accountId}

${HEADER}

It declares ${counted(roles.length, "custom role")}, ${counted(users.length, "user")}${usersInFile(users).length > 0 ? ` ([${PEOPLE}](${PEOPLE}), by role)` : ""} and the account's settings, as they were when it was written.

\`\`\`shell
npm install
pulumi stack init production
export CLOUDONE_API_KEY=<keyId>:<secret>
${isImported ? IMPORT : TAKE_OVER}
pulumi preview                      # shows no changes
\`\`\`

These files contain no secrets. A user's state is declared only if they are disabled.

${REMOVALS[style]}

## What is not declared

${markdownTable(["What", "Why"], byReason(skipped))}
`;
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** What is left out for the same reason is one row. */
function byReason(skipped: readonly Skipped[]): string[][] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].map(([reason, same]) => [
    same.map(({ what }) => what).join(", "),
    reason,
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
