import { describe, expect, test } from "@jest/globals";
import { ConfigError, createCloudOne, parseApiKey } from "../../../provider/client/index.js";

describe("an API key", () => {
  test("is split at its first colon, without the space around it", () => {
    expect(parseApiKey(" 2Fkey:se:cret \n")).toEqual({ id: "2Fkey", secret: "se:cret" });
  });

  test.each([
    ["", "it is empty"],
    ["  ", "it is empty"],
    ["Xq7onlysecret", "it has no colon"],
    [":Xq7onlysecret", "before the colon is empty"],
    ["Xq7onlysecret:", "after the colon is empty"],
    ["Xq7:only secret", "it has a space"],
    ["Xq7:only\nsecret", "a line break"],
    ["Xq7:onlysécret", "a character that no key has"],
  ])("%j is refused without being shown", (text, reason) => {
    const parse = () => parseApiKey(text);
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(reason);
    expect(parse).toThrow("CLOUDONE_API_KEY");
    expect(parse).not.toThrow("Xq7");
    expect(() => createCloudOne({ apiKey: text })).toThrow(ConfigError);
  });
});
