import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { RateLimiter } from "../../provider/client/index.js";
import { endOf } from "../../provider/plan/users/until.js";
import { Session } from "../../provider/session/session.js";
import { type Declaration, Stack } from "../doubles/stack.js";
import { API_KEY, World } from "../doubles/world.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const EMAILS = ["ann@example.com", "bob@example.com", "cem@example.com"] as const;
const idOf = (email: string) => `u-${email.split("@")[0]}`;

/** Around the days on which clocks change, with any offset; the server's clock begins at 2026-01-01. */
const moment = fc.oneof(
  fc.integer({ min: -3, max: 40 }).map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10)),
  fc.constantFrom("2026-03-29", "2026-03-29T02:30:00+01:00", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"),
  fc
    .tuple(fc.integer({ min: -3 * 24 * 60, max: 40 * 24 * 60 }), fc.integer({ min: -14, max: 14 }))
    .map(([minutes, hours]) => {
      const local = new Date(Date.UTC(2026, 0, 1) + minutes * MINUTE).toISOString().slice(0, 19);
      return `${local}${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
    }),
);
const then = fc.constantFrom(undefined, "disable" as const, { roleId: "read-only" });
const binding = fc.record({
  roleId: fc.constantFrom("operator", "auditor"),
  state: fc.constantFrom(undefined, "enabled" as const),
  until: fc.option(moment, { nil: undefined }),
  then,
});
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 30 * 24 * 60 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("up" as const, "preview" as const), refresh: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("declare" as const), who: fc.nat(2), as: binding }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("enable" as const), who: fc.nat(2) }) },
);
type Binding = typeof binding extends fc.Arbitrary<infer T> ? T : never;

const plain = ({ roleId, ...rest }: Binding) => {
  const given = Object.entries(rest).filter(([key, value]) => value !== undefined && (key !== "then" || rest.until));
  return { roleId, ...Object.fromEntries(given) };
};

function programOf(bindings: readonly Binding[], isSet: boolean): Declaration[] {
  const entries = bindings.map((one, n) => [EMAILS[n] ?? "", plain(one)] as const);
  if (isSet) {
    const users = Object.fromEntries(entries);
    return [{ class: "UserAssignmentSet", name: "team", inputs: { users, guard: { maxRemovalFraction: 1 } } }];
  }
  return entries.map(([email, entry]) => ({ class: "UserAssignment", name: email, inputs: { email, ...entry } }));
}

/** A provider on a machine whose clock is this many days ahead; responses carry the server's time. */
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

test.each([
  { what: "single resources", isSet: false },
  { what: "a set", isSet: true },
])(
  "$what: an end comes at its time, whatever this machine's clock says",
  async ({ isSet }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(binding, { minLength: 3, maxLength: 3 }),
        fc.array(step, { minLength: 3, maxLength: 12 }),
        fc.constantFrom(0, 0, -400, -2, 3, 400),
        async (first, steps, ahead) => {
          const world = new World({
            seed: {
              roles: ["operator", "auditor"].map((id) => ({ id, name: "A role", serviceRoleURNs: [] })),
              users: [
                { id: "u-root", email: "root@example.com", roleID: "full-access" },
                ...EMAILS.map((email) => ({ id: idOf(email), email, roleID: "auditor" })),
              ],
            },
          });
          const stack = new Stack(() => processAt(world, ahead));
          const bindings = [...first];
          const live = (n: number) => {
            const user = world.emulator.store.users.get(idOf(EMAILS[n] ?? ""));
            return { roleId: user?.roleID, state: user?.state };
          };
          for (const one of [...steps, { do: "up" as const, refresh: true }, { do: "up" as const, refresh: true }]) {
            const program = programOf(bindings, isSet);
            if (one.do === "wait") await world.clock.sleep(one.minutes * MINUTE);
            else if (one.do === "declare") bindings[one.who] = one.as;
            else if (one.do === "enable")
              world.emulator.edit.modifyUser(idOf(EMAILS[one.who] ?? ""), { state: "enabled" });
            else if (one.do === "preview") {
              const before = world.emulator.writes().length;
              await stack.preview(program, one);
              expect(world.emulator.writes()).toHaveLength(before);
            } else {
              const now = world.clock.now();
              const before = bindings.map((_, n) => live(n));
              await stack.up(program, one);
              bindings.forEach((declared, n) => {
                const end = endOf(declared);
                const hasEnded = end !== undefined && end <= now;
                const is = live(n);
                // Before the end, an enabled user stays enabled.
                if (!hasEnded && before[n]?.state === "enabled") expect(is.state).toBe("enabled");
                if (!one.refresh) return;
                if (!hasEnded) expect(is.roleId).toBe(declared.roleId);
                else if (typeof declared.then === "object") expect(is.roleId).toBe(declared.then.roleId);
                else expect(is).toEqual({ roleId: "auditor", state: "disabled" });
              });
            }
          }
          // By the server's clock nothing is left to do.
          const left = await stack.up(programOf(bindings, isSet), { refresh: true });
          const writes = world.emulator.writes().length;
          expect(left.map(({ op }) => op)).toEqual(left.map(() => "same"));
          expect(world.emulator.writes()).toHaveLength(writes);
        },
      ),
      { numRuns: 60 },
    );
  },
  300_000,
);
