import { expect, test } from "@jest/globals";
import { RateLimiter } from "../../../provider/client/index.js";
import { Session } from "../../../provider/session/session.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { API_KEY, World } from "../../doubles/world.js";

const DAY_MS = 86_400_000;
const zoe: Declaration = {
  class: "UserAssignment",
  name: "zoe",
  inputs: { email: "zoe@example.com", roleId: "read-only", ifMissing: "invite" },
};

/** A provider on a machine whose clock is so many days ahead of the server's; answers tell the server's time, as they do. */
function processAt(world: World, days: number): Session {
  const clock = {
    now: () => world.clock.now() + days * DAY_MS,
    sleep: (milliseconds: number) => world.clock.sleep(milliseconds),
  };
  return new Session({ apiKey: API_KEY, baseUrl: "http://127.0.0.1:1/api", readOnly: false }, world.log, {
    clock,
    rateLimiter: new RateLimiter({ clock }),
    transport: async (request) => {
      const answer = await world.transport(request);
      return { ...answer, headers: { ...answer.headers, date: new Date(world.clock.now()).toUTCString() } };
    },
  });
}

test.each([-400, 0, 400])(
  "an invitation is pending as long as the server's clock says so, with this machine's %d days ahead",
  async (days) => {
    const world = new World({ switches: { duplicateInvitation: "allowed" } });
    const stack = new Stack(() => processAt(world, days));
    await stack.up([zoe]);
    await world.clock.sleep(DAY_MS);
    expect(await stack.refresh()).toEqual([{ op: "same", name: "zoe" }]);
    expect((await stack.up([zoe])).map(({ op }) => op)).toEqual(["same"]);
    await expect(stack.destroy()).rejects.toThrow("has an invitation with the role read-only that is pending");
    expect(world.emulator.store.invitations.size).toBe(1);

    await world.clock.sleep(7 * DAY_MS);
    expect(await stack.refresh()).toEqual([{ op: "delete", name: "zoe" }]);
    await stack.up([zoe]);
    expect(world.emulator.store.invitations.size).toBe(2);
  },
);
