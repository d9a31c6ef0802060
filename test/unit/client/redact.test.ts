import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createRedact } from "../../../provider/client/http/redact.js";

const SECRET = 'Qz"9/+&=secret';
const redact = createRedact({ id: "2Fkey", secret: SECRET });

describe("foreign words", () => {
  test.each([
    ["plain", SECRET],
    ["in another case", SECRET.toUpperCase()],
    ["percent-encoded", encodeURIComponent(SECRET)],
    ["as JSON", JSON.stringify({ key: SECRET })],
    ["as HTML", "Qz&quot;9/+&amp;=secret"],
    ["in base64", Buffer.from(SECRET).toString("base64")],
    ["the whole key in base64", Buffer.from(`2Fkey:${SECRET}`).toString("base64")],
    ["with a control character inside", `${SECRET.slice(0, 5)}\u0000${SECRET.slice(5)}`],
    ["with a zero-width space inside", `${SECRET.slice(0, 5)}\u200b${SECRET.slice(5)}`],
  ])("lose the secret: %s", (_, echo) => {
    expect(redact(`before ${echo} after`)).toMatch(/^before .*\[removed\].* after$/);
    expect(redact(`before ${echo} after`)).not.toMatch(/qz|9\/\+|c2Vjcm/i);
  });

  test("lose an Authorization header, whosever it is", () => {
    expect(redact("Authorization: ApiKey other:words, x")).toBe("[removed], x");
    expect(redact('{"authorization":"Bearer abc"}')).toBe('{"[removed]"}');
  });

  test("keep the key id, which may be shown", () => {
    expect(redact("no key 2Fkey here")).toBe("no key 2Fkey here");
  });

  test("become one line without control, bidirectional or escape characters", () => {
    expect(redact("a\r\n\u001b[31mred\u202e\u0007\tb")).toBe("a [31mred b");
  });

  test("are cut to a bounded length", () => {
    expect(redact("x".repeat(5000))).toBe(`${"x".repeat(300)}…`);
    expect(redact("x".repeat(300))).toBe("x".repeat(300));
    expect(redact("abcdef", 3)).toBe("abc…");
  });

  test("never end in the beginning of a secret, wherever the excerpt is cut", () => {
    const long = createRedact({ id: "k", secret: "Qz9-0123456789" });
    for (let length = 19_980; length <= 20_001; length += 1) {
      expect(long(`${" ".repeat(length)}Qz9-0123456789`, 30_000)).not.toContain("Qz");
    }
  });

  test("hold no secret, whatever surrounds it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (before, after) => {
        expect(redact(`${before}${SECRET}${after}`)).not.toContain(SECRET);
      }),
    );
  });
});
