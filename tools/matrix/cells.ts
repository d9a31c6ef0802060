export const MANAGERS = ["npm", "pnpm", "yarn classic", "yarn 4 node-modules"] as const;
export const PROGRAMS = ["CommonJS, template", "CommonJS, older template", "ESM", "JavaScript"] as const;
export const NODES = ["22.20.0", "24.21.0", "26.10.0"] as const;
export const SDKS = ["3.216.0", "3.248.0", "3.276.0"] as const;
export const TYPESCRIPTS = ["5.9.3", "6.0.3"] as const;

/** One way to install the package and to run a program with it. */
export interface Cell {
  manager: (typeof MANAGERS)[number];
  program: (typeof PROGRAMS)[number];
  node: (typeof NODES)[number];
  sdk: (typeof SDKS)[number];
  /** Undefined for a program in JavaScript. */
  typescript?: (typeof TYPESCRIPTS)[number];
}

/**
 * Each pair of a manager with a program, a Node.js, an SDK and a TypeScript is in one of these, and each of a program with a Node.js
 * and an SDK. Plug'n'Play is not among them: Pulumi looks for its SDK in node_modules.
 */
export const CELLS: readonly Cell[] = [
  { manager: "npm", program: "CommonJS, template", node: "24.21.0", sdk: "3.276.0", typescript: "6.0.3" },
  { manager: "npm", program: "CommonJS, older template", node: "22.20.0", sdk: "3.216.0", typescript: "5.9.3" },
  { manager: "npm", program: "ESM", node: "26.10.0", sdk: "3.248.0", typescript: "6.0.3" },
  { manager: "npm", program: "JavaScript", node: "22.20.0", sdk: "3.276.0" },
  { manager: "pnpm", program: "CommonJS, template", node: "22.20.0", sdk: "3.248.0", typescript: "5.9.3" },
  { manager: "pnpm", program: "CommonJS, older template", node: "26.10.0", sdk: "3.276.0", typescript: "6.0.3" },
  { manager: "pnpm", program: "ESM", node: "24.21.0", sdk: "3.216.0", typescript: "6.0.3" },
  { manager: "pnpm", program: "JavaScript", node: "26.10.0", sdk: "3.216.0" },
  { manager: "yarn classic", program: "CommonJS, template", node: "26.10.0", sdk: "3.216.0", typescript: "6.0.3" },
  {
    manager: "yarn classic",
    program: "CommonJS, older template",
    node: "24.21.0",
    sdk: "3.248.0",
    typescript: "5.9.3",
  },
  { manager: "yarn classic", program: "ESM", node: "22.20.0", sdk: "3.276.0", typescript: "5.9.3" },
  { manager: "yarn classic", program: "JavaScript", node: "24.21.0", sdk: "3.276.0" },
  {
    manager: "yarn 4 node-modules",
    program: "CommonJS, template",
    node: "24.21.0",
    sdk: "3.216.0",
    typescript: "5.9.3",
  },
  {
    manager: "yarn 4 node-modules",
    program: "CommonJS, older template",
    node: "22.20.0",
    sdk: "3.276.0",
    typescript: "6.0.3",
  },
  { manager: "yarn 4 node-modules", program: "ESM", node: "26.10.0", sdk: "3.248.0", typescript: "6.0.3" },
  { manager: "yarn 4 node-modules", program: "JavaScript", node: "22.20.0", sdk: "3.248.0" },
];
