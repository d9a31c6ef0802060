import { expect, test } from "@jest/globals";
import { createEmulator } from "../../../emulator/index.js";
import { switchTable } from "../../../emulator/switches.js";
import { scene } from "./caller.js";

test.each(Object.entries(switchTable))("the switch %s has a valid default and says what is unknown", (_, entry) => {
  expect(entry.schema.safeParse(entry.default).success).toBe(true);
  expect(entry.about).toMatch(/\.$/);
});

test("an emulator starts with the defaults, then the seed's positions, then the caller's", () => {
  const defaults = Object.fromEntries(Object.entries(switchTable).map(([name, entry]) => [name, entry.default]));
  expect(createEmulator().switches).toEqual(defaults);
  const { switches } = createEmulator({
    seed: { switches: { deleteGone: 404, deleteStatus: 200 } },
    switches: { deleteStatus: 204 },
  });
  expect(switches).toEqual({ ...defaults, deleteGone: 404 });
});

test("an unknown switch or position is refused, and the error names it", () => {
  const switches = { deleteGone: 500, deletGone: 404 } as never;
  expect(() => createEmulator({ switches })).toThrow(/deletGone[\s\S]*deleteGone|deleteGone[\s\S]*deletGone/);
});

test("a switch that changes during a run applies from the next request on", async () => {
  const { call, emulator } = scene();
  expect((await call("DELETE /roles/none")).status).toBe(204);
  emulator.switches.deleteGone = 404;
  expect((await call("DELETE /roles/none")).status).toBe(404);
});

test.each([
  ["json", "application/json"],
  ["html", "text/html; charset=UTF-8"],
] as const)("notFoundBody %s", async (notFoundBody, type) => {
  const { call } = scene({ switches: { notFoundBody } });
  const response = await call("GET /roles/none");
  expect([response.status, response.headers.get("Content-Type")]).toEqual([404, type]);
});

test.each([0, 250])("a response takes latencyMs: %d", async (latencyMs) => {
  const { call, clock } = scene({ switches: { latencyMs } });
  const before = clock.now();
  await call("GET /roles");
  expect(clock.now() - before).toBe(latencyMs);
});

test.each([false, true])("unknownFields %s, in every object and list", async (unknownFields) => {
  const { call } = scene({
    seed: {
      users: [{ id: "jo", email: "jo@example.com", roleID: "read-only" }],
      invitations: [{ email: "new@example.com", roleID: "read-only" }],
      samlUsers: [{ subject: "sam@example.com", roleID: "read-only" }],
    },
    switches: { unknownFields },
  });
  const lists = ["users", "roles", "apikeys", "invitations", "saml-users"].map(
    async (kind) => (await call(`GET /${kind}`)).body,
  );
  const pages = await Promise.all(lists);
  const objects = pages.flatMap((page) => Object.values(page).find(Array.isArray));
  const account = (await call("GET /accounts/012345678912")).body;
  for (const one of [...pages, ...objects, account]) expect("xFutureField" in one).toBe(unknownFields);
});

test.each([
  [0, "2026-01-02T03:04:05Z"],
  [3, "2026-01-02T03:04:05.123Z"],
  [9, "2026-01-02T03:04:05.123456789Z"],
])("timesFraction %d shows times as %s", async (timesFraction, time) => {
  const { call, emulator } = scene({ switches: { timesFraction } });
  const { body } = await call("GET /accounts/012345678912");
  expect([body.created, body.lastModified, body.lastEntitlement]).toEqual([time, time, time]);
  expect(emulator.store.account.created).toBe("2026-01-02T03:04:05Z");
});
