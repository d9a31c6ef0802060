import { describe, expect, test } from "@jest/globals";
import { ApiError, InvalidResponseError, NotFoundError, TransportError } from "../../../provider/client/index.js";
import { caught } from "./caught.js";
import { broken, json, page, type Step } from "./scripted-transport.js";
import { session } from "./session.js";

/** The error of a modify, or of a describe if a write would be unsettled. */
async function failure(step: Step, method: "GET" | "POST" = "GET") {
  const { cloudOne, run } = session([step], { deadlineSeconds: 5 });
  const { users } = cloudOne;
  const call = method === "GET" ? users.describe("u1") : users.modify("u1", { roleID: "r" });
  return caught(Error, run(call));
}

describe("an error stands alone", () => {
  test("400, with the server's words and its fields", async () => {
    const error = await failure(
      json(400, { message: "Validation failed", fields: { roleID: "unknown", state: { a: 1 } } }),
      "POST",
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      name: "ApiError",
      status: 400,
      method: "POST",
      path: "/users/u1",
      serverMessage: "Validation failed",
      fields: { roleID: "unknown", state: '{"a":1}' },
    });
    expect(error.message).toBe(
      'POST /users/u1: 400 Bad Request: "Validation failed" (roleID: unknown; state: {"a":1}). Correct what the server names, and run again.',
    );
    expect(error).not.toHaveProperty("retryAfterSeconds");
  });

  test("400 whose message already names the fields, each once", async () => {
    const body = {
      message: "The request body is not valid. roleID: unknown",
      fields: { roleID: "unknown", state: "unknown" },
    };
    const { message } = await failure(json(400, body), "POST");
    expect(message).toContain(
      '400 Bad Request: "The request body is not valid. roleID: unknown" (state: unknown). Correct',
    );
  });

  test("401, with what to do about a rotated key", async () => {
    const { message } = await failure(json(401, { message: "Invalid API key" }));
    expect(message).toContain('GET /users/u1: 401 Unauthorized: "Invalid API key".');
    expect(message).toContain("key 2Fkey");
    expect(message).toContain(
      "plain `pulumi refresh` and `pulumi destroy` still use the key stored in the stack's state",
    );
    expect(message).toContain("CLOUDONE_API_KEY");
    expect(message).toContain("--run-program");
  });

  test("403, which may mean missing rights or an expired key", async () => {
    for (const step of [json(403, { message: "Forbidden" }), json(403, {}), { status: 403, headers: {}, body: "" }]) {
      const { message } = await failure(step);
      expect(message).toContain("GET /users/u1: 403 Forbidden");
      if (step.body !== "") expect(message).toMatch(/has no right to do this, or has expired/);
    }
  });

  test("403 as a web page, which a firewall sent", async () => {
    const { message } = await failure(page(403, "<html><head><title>Access denied</title></head></html>"));
    expect(message).toContain(
      '403 Forbidden: "Access denied". This is not how the API responds: look for a proxy or firewall',
    );
    expect(message).toContain("accounts.cloudone.trendmicro.com");
  });

  test("only the API's own 404 proves that an object is gone", async () => {
    const error = await failure(json(404, { message: "User not found" }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toBeInstanceOf(ApiError);
    expect(error.name).toBe("NotFoundError");
    expect(error.message).toContain('GET /users/u1: 404 Not Found: "User not found".');
  });

  test.each([
    ["a page", page(404)],
    ["nothing", { status: 404, headers: {}, body: "" }],
    ["text", { status: 404, headers: { "content-type": "text/plain" }, body: "default backend - 404" }],
    [
      "JSON with the content type of a page",
      { ...json(404, { message: "none" }), headers: { "content-type": "text/html" } },
    ],
    ["JSON without a content type", { ...json(404, { message: "none" }), headers: {} }],
    ["JSON without a message", json(404, { error: "none" })],
    ["JSON with another message", json(404, { message: { text: "none" } })],
    ["a JSON list", json(404, ["message"])],
    ["half a JSON body", { ...json(404, {}), body: '{"message": "no' }],
  ])("404 as %s is not the API's own", async (_, step) => {
    const error = await failure(step);
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(error).toMatchObject({ defect: "foreign", status: 404, method: "GET", path: "/users/u1" });
    expect(error.message).toContain("does not prove that the object is gone");
  });

  test.each(["application/json; charset=utf-8", "application/problem+json", "Application/JSON"])(
    "404 as %s is",
    async (type) => {
      expect(await failure({ ...json(404, { message: "none" }), headers: { "content-type": type } })).toBeInstanceOf(
        NotFoundError,
      );
    },
  );

  test("409 and others", async () => {
    expect((await failure(json(409, { message: "Role is in use" }), "POST")).message).toContain(
      "refresh, and see whether",
    );
    expect((await failure(json(418, { message: "Teapot" }))).message).toContain(
      'I\'m a Teapot: "Teapot". The API rejected the request',
    );
    expect((await failure(json(499, { message: "?" }))).message).toContain("GET /users/u1: 499: ");
  });

  test("429 and 5xx", async () => {
    const busy = await failure(json(429, { message: "slow" }, { "retry-after": "9" }));
    expect(busy.message).toContain(
      '429 Too Many Requests: "slow", asking to wait 9 s. Run again later, or set cloudone:maxRequestsPerSecond',
    );
    expect(busy.cause).toMatchObject({ status: 429, retryAfterSeconds: 9 });
    expect((await failure(json(501, { message: "oh" }))).message).toContain(
      "The service has a problem: run again later",
    );
  });

  test("a response that is not the API's", async () => {
    const html = await failure(page(200, "<!doctype html><script>var x=1</script><p>Please log in</p>"));
    expect(html).toMatchObject({ name: "InvalidResponseError", defect: "html", status: 200 });
    expect(html.message).toContain(
      '200 after 4 tries in 2 s, but with a web page ("Please log in") instead of the API\'s JSON.',
    );
    expect((await failure({ ...json(200, {}), body: '{"id"' })).message).toContain(
      "truncated or damaged after 5 characters",
    );
    expect((await failure({ ...json(200, {}), body: "" })).message).toContain("without the expected JSON");
    expect((await failure(json(200, { id: "u1" }))).message).toMatch(
      /not in the shape that the API documents \("email": .*expected string/,
    );
  });

  test("a redirect, which is not followed", async () => {
    const error = await failure({
      status: 302,
      headers: { location: "https://u:p@evil.example/login?to=1" },
      body: "",
    });
    expect(error).toMatchObject({ name: "InvalidResponseError", defect: "redirect", status: 302 });
    expect(error.message).toContain("a redirect to https://evil.example/login, was not followed");
    expect((await failure({ status: 304, headers: {}, body: "" })).message).toContain("a redirect to nowhere");
  });

  test.each([
    ["refused", "does not accept connections (ECONNREFUSED). Check cloudone:baseUrl"],
    ["dns", "the name accounts.cloudone.trendmicro.com cannot be resolved"],
    ["tls", "NODE_EXTRA_CA_CERTS"],
    ["reset", "broke off"],
    ["timeout", "took longer than 1 s"],
    ["other", "failed"],
  ] as const)("no response: %s", async (kind, words) => {
    const { cloudOne, run } = session([broken(kind, true, "ECONNREFUSED")], { timeoutSeconds: 1 });
    const error = await caught(TransportError, run(cloudOne.users.describe("u1")));
    expect(error).toMatchObject({ name: "TransportError", kind, mayHaveArrived: true, code: "ECONNREFUSED" });
    expect(error.message).toContain("GET /users/u1: no response");
    expect(error.message).toContain(words);
  });

  test("has a code if no response came, even if the system gave none", async () => {
    const lost = new TransportError("no response", { kind: "other", mayHaveArrived: true });
    const { cloudOne, run } = session([lost]);
    expect(await caught(Error, run(cloudOne.users.describe("u1")))).toMatchObject({ code: "ERR_NO_RESPONSE" });
    const write = await failure(lost, "POST");
    expect(write).toMatchObject({ name: "UnknownOutcomeError", cause: { code: "ERR_NO_RESPONSE" } });
  });

  test("is one line of limited length, whatever the server says", async () => {
    const words = `first\nsecond\u001b[31m${"x".repeat(100_000)}`;
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`field${i}`, words]));
    const error = await failure(json(400, { message: words, fields }), "POST");
    expect(error.message).toContain('"first second[31mxxx');
    expect(error.message).not.toMatch(/\p{Cc}/u);
    expect(error.message.length).toBeLessThan(8000);
  });
});
