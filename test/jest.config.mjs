import { resolve } from "node:path";

const rootDir = resolve(import.meta.dirname, "..");

const project = {
  rootDir,
  testEnvironment: "<rootDir>/test/environment.ts",
  extensionsToTreatAsEsm: [".ts"],
  transform: {},
  // Sources import "./x.js", as published ESM must; jest reads the TypeScript beside it.
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  // Built copies, caches and the scratch programs of engine tests.
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/.cache/", "<rootDir>/.scratch/"],
};

export default {
  rootDir,
  projects: [
    { ...project, displayName: "unit", testMatch: ["<rootDir>/test/unit/**/*.test.ts"] },
    { ...project, displayName: "integration", testMatch: ["<rootDir>/test/integration/*.test.ts"] },
    { ...project, displayName: "simulation", testMatch: ["<rootDir>/test/simulation/*.test.ts"] },
    {
      ...project,
      displayName: "engine",
      testMatch: ["<rootDir>/test/engine/**/*.test.ts"],
      testEnvironment: "<rootDir>/test/engine/harness/environment.ts",
      globalSetup: "<rootDir>/test/engine/harness/global-setup.ts",
    },
  ],
  // jest keeps the modules of every file that a worker ran, and a worker of a gigabyte takes longer to end than jest waits.
  workerIdleMemoryLimit: "600MB",
  testSequencer: "<rootDir>/test/longest-first.ts",
  // A busy machine takes seconds where a quiet one takes milliseconds.
  testTimeout: 60_000,
  collectCoverageFrom: ["provider/**/*.ts", "sdk/**/*.ts", "emulator/**/*.ts"],
  // v8's counts an uncalled one-line function as a covered line.
  coverageProvider: "babel",
  coverageReporters: [["text", { skipFull: true }], "lcovonly"],
  coverageThreshold: {
    "./provider/": { lines: 95 },
    "./sdk/": { lines: 95 },
    "./emulator/": { lines: 95 },
  },
};
