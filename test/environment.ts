import { TestEnvironment } from "jest-environment-node";

// A worker with nothing left to do would free its heap, module by module, for longer than jest waits for its end.
process.once("beforeExit", () => process.exit());

export default class QuickExitEnvironment extends TestEnvironment {}
