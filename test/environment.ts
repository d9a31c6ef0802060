import { TestEnvironment } from "jest-environment-node";

// An idle worker would free its heap, module by module, for longer than jest waits for it to end.
process.once("beforeExit", () => process.exit());

export default class QuickExitEnvironment extends TestEnvironment {}
