export { type Cloud, type CloudOptions, startCloud } from "./harness/cloud.js";
export { describeEngine } from "./harness/describe-engine.js";
export type { Diagnostic, Step, StepOp } from "./harness/event-log.js";
export {
  call,
  type Declaration,
  declare,
  type ProgramValue,
  type ResourceOptions,
  ref,
  secret,
  unknownAtPreview,
} from "./harness/program.js";
export { providersOf } from "./harness/providers.js";
export type { Result } from "./harness/result.js";
export { createStack, type Stack } from "./harness/stack.js";
export type { OperationOptions, SpawnedRun, StackOptions } from "./harness/stack-options.js";
export type { ResourceState } from "./harness/state.js";
export { until } from "./harness/until.js";
