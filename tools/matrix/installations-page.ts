import { CELLS } from "./cells.ts";
import type { CellResult } from "./fill-matrix.ts";
import { MANAGER } from "./managers.ts";

/** docs/reference/installations.md: the table of tested installations. */
export function installationsPage(
  results: readonly CellResult[],
  { engine, day }: { engine: string; day: string },
): string {
  const rows = results.flatMap(({ number, problem }) => {
    const cell = CELLS[number - 1];
    if (cell === undefined) return [];
    const { manager, program, node, sdk, typescript = "–" } = cell;
    const version = Object.values(MANAGER[manager].tools).join();
    const name = manager.startsWith("yarn 4") ? manager.replace("4", version) : `${manager} ${version}`.trim();
    return [`| ${[name, program, node, sdk, typescript, problem === undefined ? "works" : "fails"].join(" | ")} |`];
  });
  return `# Tested installations

Each row is a fresh project with the packed package: the compiler without \`skipLibCheck\`, \`pulumi up\`, a preview and a refresh
without changes, and \`pulumi destroy\`, with Pulumi ${engine} against the emulator. \`tools/matrix.ts\` wrote this table on ${day}.

"Template" is the tsconfig.json and package.json of today's \`pulumi new typescript\`. "Older template" has \`"module": "commonjs"\` and
\`"moduleResolution": "node"\`, for which TypeScript 6 wants \`"ignoreDeprecations": "6.0"\`. With yarn, @pulumi/pulumi 3.216.0 and
TypeScript 5, the project sets \`"types": ["node"]\`. [Install](../guides/install.md) says why, and what each package manager needs.

| Package manager | Program | Node.js | @pulumi/pulumi | TypeScript | |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}
