import { describe, expect, test } from "@jest/globals";
import { ACCOUNT } from "../../doubles/world.js";
import { seed, uuid } from "./cloud-one-scene.js";
import { program, type Token } from "./scene.js";

const PLACE = "the account of API key emulator-demo-key at http://127.0.0.1:1/api";

describe("a program with many calls makes a handful of requests", () => {
  test("200 users by email: one walk of the list", async () => {
    const { call, asked } = program({ seed });
    const users = await Promise.all(
      Array.from({ length: 200 }, (_, n) => call("cloudone:index:getUser", { email: `user${n}@example.com` })),
    );
    expect(users.map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, n) => uuid(n)));
    expect(asked()).toEqual(["GET /users", "GET /users"]);
  });

  test("200 users by id, one after the other: two by themselves, the others from the list", async () => {
    const { call, asked } = program({ seed });
    for (let n = 0; n < 200; n += 1) await call("cloudone:index:getUser", { userId: uuid(n) });
    expect(asked()).toEqual([`GET /users/${uuid(0)}`, `GET /users/${uuid(1)}`, "GET /users", "GET /users"]);
  });

  test("all at the same time: one walk", async () => {
    const { call, asked } = program({ seed });
    await Promise.all(Array.from({ length: 200 }, (_, n) => call("cloudone:index:getUser", { userId: uuid(n) })));
    expect(asked()).toEqual(["GET /users", "GET /users"]);
  });

  test("the same request is sent once", async () => {
    const { call, asked } = program({ seed });
    for (let n = 0; n < 5; n += 1) {
      await call("cloudone:index:getRole", { roleId: "auditor" });
      await call("cloudone:index:getUsers", { roleId: "auditor" });
      await call("cloudone:index:getAccount");
    }
    const once = ["GET /roles/auditor", "GET /users", `GET /accounts/${ACCOUNT}`];
    for (const line of once) expect(asked().filter((one) => one === line).length).toBeLessThanOrEqual(2);
    expect(asked().length).toBeLessThan(8);
  });

  test("one role's holders are requested with the API's own roleID filter", async () => {
    const { call, world } = program({ seed });
    await call("cloudone:index:getUsers", { roleId: "auditor" });
    expect(world.emulator.requests).toMatchObject([{ path: "/users", query: { roleID: "auditor" } }]);
  });
});

describe("objects that this run may have changed are read again", () => {
  test("a role created since, a user changed since", async () => {
    const { call, edit } = program({ seed });
    await call("cloudone:index:getRoles");
    await call("cloudone:index:getUsers");
    edit.createRole({ id: "late" });
    edit.modifyUser(uuid(1), { roleID: "late" });
    expect(await call("cloudone:index:getRole", { roleId: "late" }, true)).toMatchObject({ id: "late" });
    expect(await call("cloudone:index:getUser", { email: "user1@example.com" }, true)).toMatchObject({
      roleID: "late",
    });
    expect(await call("cloudone:index:getUsers", { roleId: "late" }, true)).toHaveLength(1);
    expect(await call("cloudone:index:getUser", { email: "user1@example.com" })).toMatchObject({ roleID: "read-only" });
  });

  test("concurrent calls share walks that begin after them", async () => {
    const { call, asked } = program({ seed });
    const all = Array.from({ length: 100 }, (_, n) =>
      call("cloudone:index:getUser", { email: `user${n}@example.com` }, true),
    );
    await Promise.all(all);
    expect(asked()).toEqual(["GET /users", "GET /users"]);
  });
});

describe("a missing object is an error that says what and where", () => {
  test.each<[Token, object, string]>([
    ["cloudone:index:getRole", { roleId: "none" }, `there is no role none in ${PLACE}.`],
    ["cloudone:index:getUser", { userId: "none" }, `there is no user with the id none in ${PLACE}.`],
    [
      "cloudone:index:getUser",
      { email: "x@example.com" },
      `there is no user with the email x@example.com in ${PLACE} (the complete list was searched twice).`,
    ],
    ["cloudone:index:getApiKey", { apiKeyId: "none" }, `there is no API key none in ${PLACE}.`],
    ["cloudone:index:getSamlUser", { samlUserId: "none" }, `there is no SAML user none in ${PLACE}.`],
    [
      "cloudone:index:getAccount",
      { accountId: "999999999999" },
      `there is no account 999999999999 that can be seen from ${PLACE}.`,
    ],
  ])("%s %j", async (token, args, message) => {
    for (const fresh of [false, true])
      await expect(program({ seed }).call(token, args, fresh)).rejects.toThrow(message);
  });

  test("an email that two users have is an error", async () => {
    const { call, edit } = program({ seed });
    edit.modifyUser(uuid(2), { email: "user1@example.com" });
    for (const fresh of [false, true]) {
      await expect(call("cloudone:index:getUser", { email: "user1@example.com" }, fresh)).rejects.toThrow(
        /users have the email user1@example.com/,
      );
    }
  });
});

test("the account is proven once, and named if something is missing", async () => {
  const { call, asked } = program({ seed, config: { "cloudone:accountId": ACCOUNT } });
  await expect(call("cloudone:index:getRole", { roleId: "none" })).rejects.toThrow(
    `in the account ${ACCOUNT} of API key emulator-demo-key`,
  );
  await call("cloudone:index:getRoles");
  expect(asked("/apikeys")).toHaveLength(1);
});
