import type { Cell } from "./cells.ts";

interface Manager {
  /** What npm installs beside Node.js, unless the manager comes with Node.js. */
  tools: Record<string, string>;
  install: readonly [string, ...string[]];
  /** Files of the project that the manager reads. */
  files: Record<string, string>;
  /** The prefix of the project's commands. */
  run: readonly string[];
}

const YARN_CLASSIC = { yarn: "1.22.22" };
const YARN_4 = { "@yarnpkg/cli-dist": "4.18.1" };
const yarn4 = (linker: string) =>
  `nodeLinker: ${linker}\nenableTelemetry: false\nenableScripts: false\nenableGlobalCache: true\n`;

export const MANAGER: Record<Cell["manager"], Manager> = {
  npm: { tools: {}, install: ["npm", "install", "--prefer-offline", "--no-audit", "--no-fund"], files: {}, run: [] },
  pnpm: {
    tools: { pnpm: "12.21.0" },
    install: ["pnpm", "install", "--prefer-offline", "--no-frozen-lockfile"],
    files: { "pnpm-workspace.yaml": "allowBuilds:\n  protobufjs: false\n" },
    run: [],
  },
  "yarn classic": {
    tools: YARN_CLASSIC,
    install: ["yarn", "install", "--prefer-offline", "--no-lockfile", "--non-interactive"],
    files: {},
    run: [],
  },
  "yarn 4 node-modules": {
    tools: YARN_4,
    install: ["yarn", "install"],
    files: { ".yarnrc.yml": yarn4("node-modules"), "yarn.lock": "" },
    run: [],
  },
  "yarn 4 Plug'n'Play": {
    tools: YARN_4,
    install: ["yarn", "install"],
    files: { ".yarnrc.yml": yarn4("pnp"), "yarn.lock": "" },
    // It lets every node find packages, including the one that Pulumi starts.
    run: ["yarn", "exec"],
  },
};
