export const MANAGERS = ["npm", "pnpm", "yarn classic", "yarn 4 node-modules", "yarn 4 Plug'n'Play"] as const;
/** "template" is what `pulumi new typescript` creates today, "older template" what it created before. */
export const PROGRAMS = ["CommonJS, template", "CommonJS, older template", "ESM", "JavaScript"] as const;
export const NODES = ["22.20.0", "24.21.0", "26.10.0"] as const;
export const SDKS = ["3.216.0", "3.248.0", "3.276.0"] as const;
export const TYPESCRIPTS = ["5.9.3", "6.0.3"] as const;

/** One way to install the package and run a program with it. */
export interface Cell {
  manager: (typeof MANAGERS)[number];
  program: (typeof PROGRAMS)[number];
  node: (typeof NODES)[number];
  sdk: (typeof SDKS)[number];
  /** Undefined for a program in JavaScript. */
  typescript?: (typeof TYPESCRIPTS)[number];
}

type Row = readonly [Cell["manager"], Cell["program"], Cell["node"], Cell["sdk"], Cell["typescript"]?];

const ROWS: readonly Row[] = [
  ["npm", "CommonJS, template", "24.21.0", "3.276.0", "5.9.3"],
  ["npm", "CommonJS, older template", "22.20.0", "3.216.0", "5.9.3"],
  ["npm", "ESM", "26.10.0", "3.248.0", "6.0.3"],
  ["npm", "JavaScript", "22.20.0", "3.276.0"],
  ["pnpm", "CommonJS, template", "22.20.0", "3.248.0", "6.0.3"],
  ["pnpm", "CommonJS, older template", "26.10.0", "3.276.0", "6.0.3"],
  ["pnpm", "ESM", "24.21.0", "3.216.0", "5.9.3"],
  ["pnpm", "JavaScript", "26.10.0", "3.216.0"],
  ["yarn classic", "CommonJS, template", "26.10.0", "3.216.0", "6.0.3"],
  ["yarn classic", "CommonJS, older template", "24.21.0", "3.248.0", "6.0.3"],
  ["yarn classic", "ESM", "22.20.0", "3.276.0", "5.9.3"],
  ["yarn 4 node-modules", "CommonJS, template", "24.21.0", "3.216.0", "5.9.3"],
  ["yarn 4 node-modules", "ESM", "26.10.0", "3.276.0", "6.0.3"],
  ["yarn 4 node-modules", "JavaScript", "22.20.0", "3.248.0"],
  ["yarn 4 Plug'n'Play", "CommonJS, template", "22.20.0", "3.276.0", "6.0.3"],
  ["yarn 4 Plug'n'Play", "CommonJS, older template", "26.10.0", "3.248.0", "5.9.3"],
  ["yarn 4 Plug'n'Play", "JavaScript", "24.21.0", "3.216.0"],
  ["yarn 4 Plug'n'Play", "ESM", "24.21.0", "3.276.0", "6.0.3"],
];

/** Each manager occurs with each Node.js, SDK and TypeScript, and each program with each Node.js and SDK. */
export const CELLS: readonly Cell[] = ROWS.map(([manager, program, node, sdk, typescript]) => ({
  manager,
  program,
  node,
  sdk,
  ...(typescript !== undefined && { typescript }),
}));
