import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { shareNext } from "../../../provider/inventory/share-next.js";

const turns = async (n: number) => {
  for (let turn = 0; turn < n; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** A read that ends when the test says so, and when each began. */
function scene() {
  const reads: { startedAt: number; end(error?: Error): void }[] = [];
  let time = 0;
  const read = shareNext(
    () =>
      new Promise<void>((resolve, reject) => {
        reads.push({ startedAt: time, end: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
  );
  return { reads, read, tick: () => ++time };
}

test("calls during a read share the next one", async () => {
  const { reads, read } = scene();
  const first = [read(), read()];
  await turns(2);
  const second = [read(), read(), read()];
  await turns(2);
  expect(reads).toHaveLength(1);
  reads[0]?.end();
  await Promise.all(first);
  await turns(2);
  expect(reads).toHaveLength(2);
  reads[1]?.end();
  await Promise.all(second);
});

test("a read that fails fails only for the calls that share it", async () => {
  const { reads, read } = scene();
  const first = read();
  await turns(2);
  const second = read();
  reads[0]?.end(new Error("no"));
  await expect(first).rejects.toThrow("no");
  await turns(2);
  reads[1]?.end();
  await expect(second).resolves.toBeUndefined();
});

test("each call gets a read that starts after it, and waits for at most two", async () => {
  const step = fc.constantFrom("call", "call", "end", "turn");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { reads, read, tick } = scene();
      let ended = 0;
      const calls: Promise<{ calledAt: number; endedBefore: number; endedAfter: number }>[] = [];
      for (const what of steps) {
        const calledAt = tick();
        const endedBefore = ended;
        if (what === "call") calls.push(read().then(() => ({ calledAt, endedBefore, endedAfter: ended })));
        else if (what === "end" && reads.length > ended) reads[ended++]?.end();
        await turns(what === "turn" ? 2 : 0);
      }
      for (let rest = 0; rest < 3; rest++) {
        await turns(3);
        while (ended < reads.length) reads[ended++]?.end();
      }
      for (const { calledAt, endedBefore, endedAfter } of await Promise.all(calls)) {
        const answeredBy = reads.slice(endedBefore, endedAfter).filter(({ startedAt }) => startedAt >= calledAt);
        expect(answeredBy.length).toBeGreaterThanOrEqual(1);
        expect(reads.slice(endedBefore).findIndex(({ startedAt }) => startedAt >= calledAt)).toBeLessThanOrEqual(1);
      }
    }),
  );
});
