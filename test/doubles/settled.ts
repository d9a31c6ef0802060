import { expect } from "@jest/globals";
import { ops } from "./scene.js";
import type { Declaration, Stack } from "./stack.js";

/** Runs the program, then expects no changes from a preview, a refresh, and another preview. */
export async function settled(stack: Stack, program: readonly Declaration[]): Promise<string[]> {
  const steps = await stack.up(program);
  await isSettled(stack, program);
  return ops(steps);
}

/** Neither a preview nor a refresh, nor a preview and a run after it, find anything to do. */
export async function isSettled(stack: Stack, program: readonly Declaration[]): Promise<void> {
  const same = program.map(() => "same");
  expect(ops(await stack.preview(program))).toEqual(same);
  expect(ops(await stack.refresh())).toEqual(same);
  expect(ops(await stack.preview(program))).toEqual(same);
  expect(ops(await stack.up(program))).toEqual(same);
}
