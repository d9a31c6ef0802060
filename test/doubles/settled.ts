import { expect } from "@jest/globals";
import type { Declaration, Stack } from "./stack.js";

/** Runs the program, then expects no changes from a preview, a refresh, and another preview. */
export async function settled(stack: Stack, program: readonly Declaration[]): Promise<string[]> {
  const same = program.map(() => "same");
  const steps = await stack.up(program);
  expect((await stack.preview(program)).map(({ op }) => op)).toEqual(same);
  expect((await stack.refresh()).map(({ op }) => op)).toEqual(same);
  expect((await stack.preview(program)).map(({ op }) => op)).toEqual(same);
  return steps.map(({ op }) => op);
}
