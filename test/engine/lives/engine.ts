import type { Emulator, Seed, Switches } from "../../../emulator/index.js";
import type { Declaration, ProgramValue } from "../harness/program.js";
import type { Result } from "../harness/result.js";
import type { OperationOptions } from "../harness/stack-options.js";

type Run = (
  options?: Pick<
    OperationOptions,
    "fails" | "skipPreview" | "expectNoChanges" | "refresh" | "previewOnly" | "target" | "diff"
  >,
) => Promise<Result>;

/** What a life needs of a stack, on the real engine or on the played one. */
export interface LivingStack {
  program(declarations: Declaration[], outputs?: Record<string, ProgramValue>): Promise<void>;
  up: Run;
  preview: Run;
  refresh: Run;
  destroy: Run;
  expectNoChanges: Run;
  resource(name: string): Promise<{ id: string; inputs: object; outputs: Record<string, unknown> }>;
  resourceNames(): Promise<string[]>;
  outputs(): Promise<Record<string, unknown>>;
}

/** Where a resource lives: on the real engine with the emulator's defaults, or on the played one with many of its switches changed. */
export interface LifeOptions<C extends { emulator: Emulator }> {
  startCloud(options: { switches?: Partial<Switches>; seed: Seed }): Promise<C>;
  createStack(options: { cloud: C; config?: Record<string, string> }): Promise<LivingStack>;
  switches: Partial<Switches>;
  /** Whether `--diff` shows properties, which the played engine does not. */
  showsProperties: boolean;
}
