import { describe, jest } from "@jest/globals";
import { engine } from "./engine.js";

// Every command has its own time limit; this is for tests of many commands on a busy machine.
jest.setTimeout(600_000);

/** `describe` for tests that need a Pulumi engine: skipped, and counted as such, if there is none. In CI that fails. */
export const describeEngine: typeof describe | typeof describe.skip = "missing" in engine() ? describe.skip : describe;
