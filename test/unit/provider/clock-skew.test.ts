import { expect, test } from "@jest/globals";
import { RateLimiter } from "../../../provider/client/index.js";
import { Session } from "../../../provider/session/session.js";
import { single } from "../../doubles/declarations.js";
import { DAY, ops } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { API_KEY, World } from "../../doubles/world.js";

const zoe = single({ email: "zoe@example.com", roleId: "read-only", ifMissing: "invite" });

/** A provider on a machine whose clock is this many days ahead of the server's, whose responses show the server's time. */
function processAt(world: World, days: number): Session {
  const clock = {
    now: () => world.clock.now() + days * DAY,
    sleep: (milliseconds: number) => world.clock.sleep(milliseconds),
  };
  return new Session({ apiKey: API_KEY, baseUrl: "http://127.0.0.1:1/api", readOnly: false }, world.log, {
    clock,
    rateLimiter: new RateLimiter({ clock }),
    transport: async (request) => {
      const response = await world.transport(request);
      return { ...response, headers: { ...response.headers, date: new Date(world.clock.now()).toUTCString() } };
    },
  });
}

test.each([-400, 0, 400])(
  "an invitation is pending until it expires by the server's clock, though this machine's is %d days ahead",
  async (days) => {
    const world = new World({ switches: { duplicateInvitation: "allowed" } });
    const stack = new Stack(() => processAt(world, days));
    await stack.up([zoe]);
    await world.clock.sleep(DAY);
    expect(ops(await stack.refresh())).toEqual(["same"]);
    expect(ops(await stack.up([zoe]))).toEqual(["same"]);
    await expect(stack.destroy()).rejects.toThrow("has an invitation with the role read-only that is pending");
    expect(world.emulator.store.invitations.size).toBe(1);

    await world.clock.sleep(7 * DAY);
    expect(ops(await stack.refresh())).toEqual(["delete"]);
    await stack.up([zoe]);
    expect(world.emulator.store.invitations.size).toBe(2);
  },
);
