import { describe, expect, test } from "@jest/globals";
import { ConfigError, createCloudOne, parseBaseUrl } from "../../../provider/client/index.js";

describe("a base URL", () => {
  test.each([
    ["https://accounts.cloudone.trendmicro.com/api", "https://accounts.cloudone.trendmicro.com/api"],
    ["https://accounts.cloudone.trendmicro.com/api/", "https://accounts.cloudone.trendmicro.com/api"],
    [" https://h.example// ", "https://h.example"],
    ["http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api"],
    ["http://127.8.9.10", "http://127.8.9.10"],
    ["http://localhost:1/", "http://localhost:1"],
    ["http://[::1]:2/x/", "http://[::1]:2/x"],
  ])("%s is read as %s", (text, url) => {
    expect(parseBaseUrl(text)).toBe(url);
  });

  test.each([
    ["", "it is not a URL"],
    ["accounts.example/api", "it is not a URL"],
    ["ftp://h.example", "begin with https"],
    ["http://h.example/api", "in plain text"],
    ["http://127.0.0.1.h.example", "in plain text"],
    ["http://localhost.h.example", "in plain text"],
    ["http://0.0.0.0", "in plain text"],
    ["https://id:Xq7secret@h.example", "credentials"],
    ["https://Xq7secret@h.example", "credentials"],
    ["https://h.example/?key=Xq7secret", "query"],
    ["https://h.example/#Xq7secret", "query or a fragment"],
    ["2Fkey:Xq7secret", "it is not a URL"],
    ["key:Xq7secret", "begin with https"],
  ])("%s is refused without its secrets being shown", (text, reason) => {
    const parse = () => parseBaseUrl(text);
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(reason);
    expect(parse).toThrow("CLOUDONE_BASE_URL");
    expect(parse).not.toThrow("Xq7");
    expect(() => createCloudOne({ apiKey: "2Fkey:words", baseUrl: text })).toThrow(ConfigError);
  });
});
