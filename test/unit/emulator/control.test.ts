import { expect, test } from "@jest/globals";
import { scene } from "./caller.js";

test("reading the store and reading or clearing the log leaves no trace in the log", async () => {
  const { call, emulator } = scene();
  await call("GET /users");
  expect((await call("GET /_emulator/store")).body["012345678912"].account.alias).toBe("Emulated account");
  expect((await call("GET /_emulator/requests")).body).toMatchObject([{ method: "GET", path: "/users" }]);
  expect((await call("DELETE /_emulator/requests")).status).toBe(204);
  expect(emulator.requests).toEqual([]);
});

test("switches can be read and set, and a refusal names the bad position", async () => {
  const { call, emulator } = scene();
  expect((await call("GET /_emulator/switches")).body.deleteGone).toBe(204);
  expect((await call("PATCH /_emulator/switches", { deleteGone: 404 })).body.deleteGone).toBe(404);
  expect(emulator.switches.deleteGone).toBe(404);
  const refused = await call("PATCH /_emulator/switches", { deleteGone: 500 });
  expect([refused.status, refused.body.message]).toEqual([400, expect.stringContaining("deleteGone")]);
});

test("faults can be added, counted and cleared", async () => {
  const { call, emulator } = scene();
  expect(
    (await call("POST /_emulator/faults", { match: { path: "/users" }, kind: "500", times: "always" })).status,
  ).toBe(204);
  await call("GET /roles");
  await call("GET /users");
  await call("GET /users");
  expect((await call("GET /_emulator/faults")).body).toEqual([{ kind: "500", hits: 2 }]);
  expect((await call("DELETE /_emulator/faults")).status).toBe(204);
  expect(emulator.faults.list()).toEqual([]);
  expect((await call("POST /_emulator/faults", { kind: "418" })).status).toBe(400);
});

test("edits take one object or a list of arguments", async () => {
  const { call, emulator } = scene();
  const made = await call("POST /_emulator/edit/addUser", { id: "jo", email: "jo@example.com", roleID: "read-only" });
  expect(made.body).toMatchObject({ id: "jo", state: "enabled" });
  await call("POST /_emulator/edit/modifyUser", ["jo", { state: "disabled" }]);
  expect(emulator.store.users.get("jo")?.state).toBe("disabled");
  expect((await call("POST /_emulator/edit/removeUser", ["jo"])).body).toBeNull();
  expect(emulator.requests).toEqual([]);
});

test("an unknown or impossible edit is refused with the reason", async () => {
  const { call } = scene();
  const unknown = await call("POST /_emulator/edit/hire", {});
  expect([unknown.status, unknown.body.message]).toEqual([404, expect.stringContaining("addUser")]);
  expect((await call("POST /_emulator/edit/toString", [])).status).toBe(404);
  expect((await call("POST /_emulator/edit/removeUser", ["nobody"])).body.message).toContain("no user nobody");
  expect((await call("POST /_emulator/edit/addUser", {})).body.message).toContain("email");
  expect((await call("POST /_emulator/edit/addUser", 5)).status).toBe(400);
});

test("only this machine may control the emulator, and only with JSON", async () => {
  const { emulator, call } = scene();
  const ask = (host: string) => emulator.app.fetch(new Request(`http://${host}/_emulator/store`));
  for (const host of ["localhost", "127.0.0.1:8080", "[::1]:8080"]) expect((await ask(host)).status).toBe(200);
  for (const host of ["example.com", "127.0.0.1.example.com", "10.0.0.1"]) expect((await ask(host)).status).toBe(403);
  const form = { headers: { "Content-Type": "text/plain" } };
  expect((await call("POST /_emulator/edit/suspendAccount", [], form)).status).toBe(400);
  expect(emulator.store.account.state).toBe("active");
});
