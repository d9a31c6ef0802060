import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../../provider/config/config.js";
import { CONFIG_KEYS } from "../../../provider/config/config-keys.js";
import { readSailPointConfig } from "../../../provider/config/sailpoint-config.js";

const KEY = "key-id:s3cret";

function read(config: Record<string, string>, env: Record<string, string> = {}) {
  return readConfig({ config: (key) => config[key], env });
}

test("the stack's configuration comes first, except for the key, which the environment may have rotated", () => {
  const config = {
    "cloudone:apiKey": "old:s3cret",
    "cloudone:baseUrl": "https://one.example/api",
    "cloudone:maxRequestsPerSecond": "7.5",
    "cloudone:timeoutSeconds": "20",
    "cloudone:accountId": "012345678912",
    "cloudone:samlUsers": "required",
    "cloudone:samlBaseUrl": "https://saml.one.example/api",
    "cloudone:guard": '{"maxRemovals": 3}',
  };
  const env = {
    CLOUDONE_API_KEY: KEY,
    CLOUDONE_BASE_URL: "https://two.example/api",
    CLOUDONE_MAX_REQUESTS_PER_SECOND: "1",
    CLOUDONE_TIMEOUT_SECONDS: "1",
    CLOUDONE_ACCOUNT_ID: "012345678912",
    CLOUDONE_SAML_USERS: "off",
    CLOUDONE_SAML_BASE_URL: "https://saml.two.example/api",
  };
  const rest = {
    baseUrl: "https://one.example/api",
    maxRequestsPerSecond: 7.5,
    timeoutSeconds: 20,
    accountId: "012345678912",
    samlUsers: "required",
    samlBaseUrl: "https://saml.one.example/api",
    guard: { maxRemovals: 3 },
    readOnly: false,
  };
  expect(read(config, env)).toEqual({ ...rest, apiKey: KEY });
  expect(read(config)).toEqual({ ...rest, apiKey: "old:s3cret" });
});

test("the environment alone is enough, and empty values count as none", () => {
  const env = { CLOUDONE_API_KEY: KEY, CLOUDONE_BASE_URL: "", CLOUDONE_ACCOUNT_ID: "999999999999" };
  expect(read({ "cloudone:apiKey": "" }, env)).toEqual({ apiKey: KEY, readOnly: false, accountId: "999999999999" });
});

test.each([
  [{}, {}, false],
  [{ "cloudone:readOnly": "true" }, {}, true],
  [{}, { CLOUDONE_READ_ONLY: "1" }, true],
  [{ "cloudone:readOnly": "false" }, { CLOUDONE_READ_ONLY: "yes" }, true],
  [{ "cloudone:readOnly": "true" }, { CLOUDONE_READ_ONLY: "no" }, true],
])("readOnly holds if the configuration %j or the environment %j says so: %s", (config, env, readOnly) => {
  expect(read({ "cloudone:apiKey": KEY, ...config }, env).readOnly).toBe(readOnly);
});

test.each(["auto", "required", "off"])("the environment may say that SAML users are %s", (samlUsers) => {
  const env = { CLOUDONE_SAML_USERS: samlUsers, CLOUDONE_SAML_BASE_URL: "http://localhost:8787/api" };
  expect(read({ "cloudone:apiKey": KEY }, env)).toMatchObject({ samlUsers, samlBaseUrl: "http://localhost:8787/api" });
});

test("every mistake is named at once, and no part of the key", () => {
  const attempt = () =>
    read(
      {
        "cloudone:baseUrl": "http://cloudone.example/api",
        "cloudone:accountId": "12",
        "cloudone:readOnly": "perhaps",
        "cloudone:maxRequestsPerSecond": "0",
        "cloudone:timeoutSeconds": "soon",
        "cloudone:guard": '{"maxRemoval": 3}',
        "cloudone:samlUsers": "sometimes",
        "cloudone:samlBaseUrl": "http://saml.example/api",
      },
      { CLOUDONE_API_KEY: "s3cret-without-a-colon", CLOUDONE_ACCOUNT_ID: "012345678912" },
    );
  for (const mistake of [
    "must be <keyId>:<secret>",
    "http is only for loopback",
    'cloudone:accountId is "12": an account id has 12 digits.',
    "cloudone:accountId is 12 but CLOUDONE_ACCOUNT_ID is 012345678912: they must agree. Correct or remove one of them.",
    'cloudone:readOnly (CLOUDONE_READ_ONLY) is "perhaps": it must be true or false.',
    'cloudone:maxRequestsPerSecond (CLOUDONE_MAX_REQUESTS_PER_SECOND) is "0": it must be a number above 0.',
    'cloudone:timeoutSeconds (CLOUDONE_TIMEOUT_SECONDS) is "soon": it must be a number above 0.',
    "cloudone:guard is not a guard:",
    'cloudone:samlUsers (CLOUDONE_SAML_USERS) is "sometimes": it must be auto, required or off.',
    "The base URL (cloudone:samlBaseUrl, CLOUDONE_SAML_BASE_URL) cannot be used: http://saml.example would send",
  ]) {
    expect(attempt).toThrow(mistake);
  }
  expect(attempt).not.toThrow("s3cret");
  expect(() => read({ "cloudone:guard": "{", "cloudone:apiKey": KEY })).toThrow("cloudone:guard is not JSON");
  expect(() => read({})).toThrow("pulumi config set --secret cloudone:apiKey <keyId>:<secret>");
});

test.each([
  ["12345678912", ["012345678912"]],
  ["1.2345678912e+10", ["012345678912"]],
  // YAML reads 012345671234 without quotes as an octal number.
  ["1402434204", ["001402434204", "012345671234"]],
])("an account id that lost its leading zero, %s, is answered with the id in quotes", (id, meant) => {
  const lines = (name: string) => meant.map((one) => `  ${name}: "${one}"`).join("\n  or\n");
  const env = { CLOUDONE_API_KEY: KEY };
  expect(() => read({ "cloudone:accountId": id }, env)).toThrow(
    `Without quotes, YAML reads it as a number and drops a leading 0. Write\n${lines("cloudone:accountId")}`,
  );
  expect(() => read({}, { ...env, CLOUDONE_ACCOUNT_ID: id })).toThrow(lines("CLOUDONE_ACCOUNT_ID"));
});

test.each(["12", "0123456789123", "abc", "1234567891.5"])("the account id %s is refused without a guess", (id) => {
  const refusal = () => read({ "cloudone:accountId": id }, { CLOUDONE_API_KEY: KEY });
  expect(refusal).toThrow(`cloudone:accountId is "${id}": an account id has 12 digits.`);
  expect(refusal).not.toThrow("YAML");
});

test("CLOUDONE_GUARD bounds every guard, and is refused if it is not a guard", () => {
  const env = { CLOUDONE_API_KEY: KEY, CLOUDONE_GUARD: '{"maxRemovals": 0}' };
  expect(read({ "cloudone:guard": '{"maxRemovals": 9}' }, env)).toMatchObject({
    guard: { maxRemovals: 9 },
    guardBounds: { maxRemovals: 0 },
  });
  expect(() => read({}, { ...env, CLOUDONE_GUARD: "{" })).toThrow("CLOUDONE_GUARD is not JSON");
  expect(() => read({}, { ...env, CLOUDONE_GUARD: '{"maxRemoval": 1}' })).toThrow("CLOUDONE_GUARD is not a guard");
});

describe("a key of the configuration that does not exist", () => {
  const withKeys = (config: Record<string, string>, project?: string) => () =>
    readConfig({
      config: (key) => config[key],
      keys: () => Object.keys(config),
      project,
      env: { CLOUDONE_API_KEY: KEY },
    });

  test.each([
    ["cloudone:readonly", "cloudone:readOnly"],
    ["cloudone:accountID", "cloudone:accountId"],
    ["cloudone:guards", "cloudone:guard"],
    ["cloudone:maxRequestPerSecond", "cloudone:maxRequestsPerSecond"],
    ["sailpoint:clientID", "sailpoint:clientId"],
    ["sailpoint:tennant", "sailpoint:tenant"],
  ])("%s is refused with %s, and with the line that removes it", (wrong, meant) => {
    const attempt = withKeys({ [wrong]: "s3cret" });
    expect(attempt).toThrow(`${wrong}: there is no such setting: did you mean ${meant}?`);
    expect(attempt).toThrow(`pulumi config rm ${wrong}`);
    expect(attempt).not.toThrow("s3cret");
  });

  test("is refused with the list of existing keys if none is near, all of them at once", () => {
    const attempt = withKeys({ "cloudone:colour": "red", "sailpoint:colour": "red", "other:colour": "red" });
    expect(attempt).toThrow(
      "cloudone:colour: there is no such setting. There are apiKey, baseUrl, accountId, readOnly",
    );
    expect(attempt).toThrow("sailpoint:colour: there is no such setting. There are baseUrl, tenant");
    expect(attempt).not.toThrow("other:colour");
  });

  test("belongs to the program if the project has that name, unless it is a near miss", () => {
    expect(withKeys({ "cloudone:colour": "red" }, "cloudone")()).toMatchObject({ apiKey: KEY });
    expect(withKeys({ "cloudone:readonly": "true" }, "cloudone")).toThrow("did you mean cloudone:readOnly?");
  });

  test("is refused by the SailPoint functions too", () => {
    const config: Record<string, string> = { "sailpoint:tenant": "acme", "sailpoint:clientID": "x" };
    const sources = { config: (key: string) => config[key], keys: () => Object.keys(config), env: {} };
    expect(() => readSailPointConfig(sources)).toThrow("sailpoint:clientID: there is no such setting: did you mean");
  });

  test("every key that is read exists", () => {
    const read: string[] = [];
    const config = (key: string) => {
      read.push(key);
      return undefined;
    };
    expect(() => readConfig({ config, env: {} })).toThrow();
    expect(() => readSailPointConfig({ config, env: {} })).toThrow();
    expect(new Set(read)).toEqual(
      new Set([
        ...CONFIG_KEYS.cloudone.map((key) => `cloudone:${key}`),
        ...CONFIG_KEYS.sailpoint.map((key) => `sailpoint:${key}`),
      ]),
    );
  });
});

test("a variable that differs from one of ours only in its spelling is refused; others are ignored", () => {
  const attempt = () => read({}, { CLOUDONE_API_KEY: KEY, CLOUDONE_READONLY: "true", CLOUDONE_API_KEY_OLD: "x" });
  expect(attempt).toThrow("CLOUDONE_READONLY: there is no such variable: did you mean CLOUDONE_READ_ONLY?");
  expect(attempt).not.toThrow("CLOUDONE_API_KEY_OLD");
  // Other tools of the vendor's users have such names.
  expect(() => read({}, { CLOUDONE_API_KEY: KEY, CLOUD_ONE_API_KEY: "x", CLOUD_ONE_BASE_URL: "y" })).not.toThrow();
});

test("an unknown key of a guard is refused with the nearest one and the list", () => {
  const guard = (text: string) => () => read({ "cloudone:guard": text }, { CLOUDONE_API_KEY: KEY });
  expect(guard('{"maxRemoval": 1}')).toThrow(
    "maxRemoval: there is no such argument: did you mean maxRemovals? There are maxRemovals, maxRemovalFraction, protectedUsers",
  );
  expect(guard('{"colour": 1}')).toThrow(
    "colour: there is no such argument; there are maxRemovals, maxRemovalFraction",
  );
});
