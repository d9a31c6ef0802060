import { describe, expect, test } from "@jest/globals";
import { program } from "./scene.js";

const seed = {
  sailpoint: {
    accounts: [
      { id: "a1", sourceId: "s1", nativeIdentity: "ann@example.com" },
      { id: "a2", sourceId: "s1", nativeIdentity: "ben#1@example.com", disabled: true },
    ],
  },
};

test("getAccount returns the account as SailPoint has it", async () => {
  expect(await program({ seed }).call("cloudone:sailpoint:getAccount", { id: "a2" })).toMatchObject({
    id: "a2",
    nativeIdentity: "ben#1@example.com",
    disabled: true,
  });
});

test("getAccounts returns those that match the filters, or all", async () => {
  const { call } = program({ seed });
  const found = await call("cloudone:sailpoint:getAccounts", { filters: 'nativeIdentity eq "ben#1@example.com"' });
  expect(found.map(({ id }) => id)).toEqual(["a2"]);
  expect(await call("cloudone:sailpoint:getAccounts")).toHaveLength(2);
});

test("the same request is sent once, unless the run may have changed the result", async () => {
  const { call, asked } = program({ seed });
  const ask = (fresh: boolean) =>
    Promise.all([
      call("cloudone:sailpoint:getAccount", { id: "a1" }, fresh),
      call("cloudone:sailpoint:getAccounts", { filters: 'id eq "a1"' }, fresh),
    ]);
  await ask(false);
  await ask(false);
  expect(asked("/sailpoint/accounts")).toHaveLength(2);
  expect(asked("/sailpoint/oauth")).toHaveLength(1);
  await ask(true);
  expect(asked("/sailpoint/accounts")).toHaveLength(4);
});

test("a failure is not cached", async () => {
  const { call, world } = program({ seed });
  world.emulator.faults.add({ match: { path: "/sailpoint/accounts/v1" }, kind: "403-empty" });
  await expect(call("cloudone:sailpoint:getAccounts")).rejects.toThrow("GET /accounts/v1: 403 Forbidden");
  expect(await call("cloudone:sailpoint:getAccounts")).toHaveLength(2);
});

test("an unknown id is an error that says what and where", async () => {
  await expect(program({ seed }).call("cloudone:sailpoint:getAccount", { id: "ann@example.com" })).rejects.toThrow(
    /^there is no account ann@example.com in SailPoint at http:\/\/127\.0\.0\.1:1\/sailpoint: GET \/accounts\/v1\/ann%40example.com: 404 .*trackingId/,
  );
});

test("a filter that SailPoint refuses is an error in its own words", async () => {
  await expect(
    program({ seed }).call("cloudone:sailpoint:getAccounts", { filters: "disabled eq true" }),
  ).rejects.toThrow(/400 Bad Request: "The filter disabled eq is not supported\."/);
});

test.each([
  ["cloudone:sailpoint:getAccount", { id: "" }, "id: an account's id must not be empty"],
  ["cloudone:sailpoint:getAccount", {}, "id: an account's id must be a string"],
  ["cloudone:sailpoint:getAccounts", { filters: " " }, "filters: filters is empty: leave it out to list all accounts"],
  ["cloudone:sailpoint:getAccounts", { filter: "x" }, 'Unrecognized key: "filter"'],
] as const)("%s %j is refused before any request", async (token, args, message) => {
  const { call, asked } = program({ seed });
  await expect(call(token, args)).rejects.toThrow(message);
  expect(asked()).toEqual([]);
});

describe("the configuration", () => {
  test("is not needed for Cloud One's functions", async () => {
    const { call } = program({ config: { "sailpoint:clientId": "", "sailpoint:baseUrl": "" } });
    expect(await call("cloudone:index:getRoles")).toHaveLength(3);
  });

  test("lists every mistake at once", async () => {
    const { call } = program({
      config: {
        "sailpoint:clientId": "",
        "sailpoint:tenant": "acme/v3",
        "sailpoint:baseUrl": "",
        "sailpoint:accountsPath": "x",
      },
    });
    await expect(call("cloudone:sailpoint:getAccounts")).rejects.toThrow(
      /The tenant .* is "acme\/v3".*\nThe accounts path .* is "x".*\nNo SailPoint client id/,
    );
  });

  test("can set an older path", async () => {
    const { call, asked } = program({ seed, config: { "sailpoint:accountsPath": "/v2025/accounts" } });
    await call("cloudone:sailpoint:getAccounts");
    expect(asked("/sailpoint/v2025/accounts")).toHaveLength(1);
  });
});

test("a long wait is reported", async () => {
  const { call, world, log } = program({ seed });
  world.emulator.faults.add({ match: { path: "/sailpoint/accounts/v1" }, kind: "429-seconds", retryAfterSeconds: 60 });
  await call("cloudone:sailpoint:getAccounts");
  expect(log.text).toMatch(/info: Waiting 60 s before SailPoint's GET \/accounts\/v1/);
});
