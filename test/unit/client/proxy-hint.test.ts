import { expect, test } from "@jest/globals";
import { proxyHint } from "../../../provider/client/http/proxy-hint.js";

test.each(["HTTPS_PROXY", "https_proxy"])(
  "a proxy in %s that Node.js does not use is reported, without its address",
  (name) => {
    const hint = proxyHint({ [name]: "http://user:words@proxy.example:3128" });
    expect(hint).toContain(`${name} is set, but Node.js uses a proxy only with NODE_USE_ENV_PROXY=1`);
    expect(hint).not.toMatch(/words|proxy\.example/);
  },
);

test("nothing is reported without a proxy, or if Node.js uses it", () => {
  expect(proxyHint({})).toBe("");
  expect(proxyHint({ HTTPS_PROXY: "" })).toBe("");
  expect(proxyHint({ HTTPS_PROXY: "http://proxy.example", NODE_USE_ENV_PROXY: "1" })).toBe("");
  expect(proxyHint({ HTTPS_PROXY: "http://proxy.example" }, ["--use-env-proxy"])).toBe("");
});
