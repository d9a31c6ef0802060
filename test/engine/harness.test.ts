// What the other files here rely on: that the harness ends, finds and shows what it must.
import { expect, test } from "@jest/globals";
import { createStack, describeEngine } from "./harness.js";

const UNTIL_RUNNING = /Updating \(dev\)/;

/** A program that waits, then exports a string and ends. */
const program = (seconds: number, text: string) => `
await new Promise((resolve) => setTimeout(resolve, ${seconds * 1000}));
export const text = ${JSON.stringify(text)};
`;

describeEngine("the harness of engine tests", () => {
  test("kills an engine, whose lock stays until unlock", async () => {
    const stack = await createStack();
    await stack.source(program(30, ""));
    const run = await stack.spawnUp();
    while (!UNTIL_RUNNING.test(run.printed())) await new Promise((resolve) => setTimeout(resolve, 50));
    run.kill();
    expect((await run.done).code).toBeNull();
    await stack.source(program(0, "hello"));
    const locked = await stack.up({ skipPreview: true, fails: true });
    expect(locked.output).toContain("currently locked");
    await stack.unlock();
    await stack.up({ skipPreview: true });
    expect(await stack.outputs()).toEqual({ text: "hello" });
  });

  test("finds a secret in plain text in the state and in the output", async () => {
    const stack = await createStack({ mustNotLeak: ["key-id:very-secret"] });
    await stack.source(program(0, "very-secret"));
    await stack.up({ skipPreview: true });
    await expect(stack.expectNoLeak()).rejects.toThrow(/in plain text in: the engine's output, .*dev\.json/);
  });

  test("ends a command that hangs, and shows what it printed", async () => {
    const stack = await createStack();
    await stack.source(program(120, ""));
    await expect(stack.up({ skipPreview: true, timeoutSeconds: 5 })).rejects.toThrow(
      /was not done after 5 s. It printed:\s+Updating \(dev\)/,
    );
  });
});
