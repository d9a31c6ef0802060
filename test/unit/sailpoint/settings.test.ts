import { expect, test } from "@jest/globals";
import { ConfigError, createSailPoint } from "../../../provider/client/index.js";

const credentials = { clientId: "client", clientSecret: "s3cret" };

test("a tenant's name gives the vendor's host", () => {
  const { baseUrl, clientId } = createSailPoint({ tenant: " Acme-SB ", ...credentials });
  expect([baseUrl, clientId]).toEqual(["https://acme-sb.api.identitynow.com", "client"]);
});

test("a vanity host is given in full", () => {
  expect(createSailPoint({ baseUrl: "https://id.acme.example/", ...credentials }).baseUrl).toBe(
    "https://id.acme.example",
  );
});

test.each(["acme/v3", "https://acme.api.identitynow.com", "acme.example", "-acme", "", "acme@evil.example", "a b"])(
  "the tenant %j is refused",
  (tenant) => {
    expect(() => createSailPoint({ tenant, ...credentials })).toThrow(
      expect.objectContaining({
        name: "ConfigError",
        message: `The tenant (sailpoint:tenant, SAILPOINT_TENANT) is ${JSON.stringify(tenant)}: it must be only the tenant's name (letters, digits, hyphens), such as acme for https://acme.api.identitynow.com. For your own host set sailpoint:baseUrl.`,
      }),
    );
  },
);

test.each([
  [{}, /Exactly one of sailpoint:tenant .* neither given/],
  [{ tenant: "acme", baseUrl: "https://acme.example" }, /Exactly one of .* both given/],
  [{ baseUrl: "http://acme.example" }, /sailpoint:baseUrl.*in plain text/],
  [{ baseUrl: "https://u:p@acme.example" }, /sailpoint:baseUrl.*belong in sailpoint:clientSecret/],
  [{ tenant: "acme", clientId: "" }, /The client id .* is empty/],
  [{ tenant: "acme", clientSecret: "two words" }, /The client secret .* has a space/],
  [{ tenant: "acme", accountsPath: "v3" }, /The accounts path .* is "v3"/],
  [{ tenant: "acme", accountsPath: "/v3/../accounts" }, /The accounts path/],
  [{ tenant: "acme", accountsPath: "/v3?x=1" }, /The accounts path/],
  [{ tenant: "acme", timeoutSeconds: 0 }, /timeoutSeconds must be a number above 0/],
  [{ tenant: "acme", deadlineSeconds: Number.NaN }, /deadlineSeconds must be a number above 0/],
])("%j is refused", (options, message) => {
  const make = () => createSailPoint({ ...credentials, ...options });
  expect(make).toThrow(ConfigError);
  expect(make).toThrow(message);
  expect(make).not.toThrow(/s3cret|two words/);
});
