import { expect, test } from "@jest/globals";
import { TransportError, UnknownOutcomeError } from "../../../provider/client/index.js";
import { RESTS_ON_NO_READ, writeOnce } from "../../../provider/session/write-once.js";

const lost = () => {
  const cause = new TransportError("the connection was reset", { kind: "reset", mayHaveArrived: true });
  return Promise.reject(new UnknownOutcomeError("POST", "/roles", cause));
};

/** Counts what a write does whose every response is lost. */
function write(readBack: (attempt: number) => string | undefined) {
  const seen = { sent: 0, read: 0, slept: [] as number[] };
  const done = writeOnce<string>({
    send: () => {
      seen.sent += 1;
      return lost();
    },
    readBack: async () => {
      seen.read += 1;
      return readBack(seen.read);
    },
    readAt: RESTS_ON_NO_READ,
    clock: {
      now: () => 0,
      sleep: async (milliseconds) => {
        seen.slept.push(milliseconds);
      },
    },
  });
  return { seen, done };
}

test("a write that a read shows is not sent again", async () => {
  const { seen, done } = write(() => "there");
  expect(await done).toBe("there");
  expect(seen).toEqual({ sent: 1, read: 1, slept: [1000] });
});

test("a write that never takes effect is sent four times, with longer and longer waits, and then fails with the last reason", async () => {
  const { seen, done } = write(() => undefined);
  await expect(done).rejects.toThrow("the connection was reset");
  expect(seen).toEqual({ sent: 4, read: 4, slept: [1000, 2000, 4000, 8000] });
});

test("a failure that says what happened is no lost response", async () => {
  const refused = writeOnce<string>({
    send: () => Promise.reject(new Error("refused")),
    readBack: () => Promise.reject(new Error("this must not be read")),
    readAt: RESTS_ON_NO_READ,
    clock: { now: () => 0, sleep: () => Promise.reject(new Error("this must not wait")) },
  });
  await expect(refused).rejects.toThrow("refused");
});
