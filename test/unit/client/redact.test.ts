import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createRedact } from "../../../provider/client/http/redact.js";

const SECRET = 'Qz"9/+&=secret';
const redact = createRedact({ id: "2Fkey", secret: SECRET });

describe("untrusted strings", () => {
  test.each([
    ["plain", SECRET],
    ["in another letter case", SECRET.toUpperCase()],
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

  test("lose the secret in every encoding, and in combinations of two", () => {
    const hex = (char: string) => char.charCodeAt(0).toString(16).padStart(2, "0");
    const each = (write: (char: string) => string) => (text: string) => Array.from(text, write).join("");
    const signs = (write: (char: string) => string) => each((char) => (/[a-z0-9]/i.test(char) ? char : write(char)));
    const html: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
    const escapers: Record<string, (text: string) => string> = {
      plain: (text) => text,
      json: (text) => JSON.stringify(text).slice(1, -1),
      "json with slashes": (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"),
      "json in ASCII": signs((char) => `\\u00${hex(char).toUpperCase()}`),
      "json, all": each((char) => `\\u00${hex(char)}`),
      uri: encodeURIComponent,
      "uri in lower case": signs((char) => `%${hex(char)}`),
      "uri, all": each((char) => `%${hex(char)}`),
      form: (text) => new URLSearchParams({ key: text }).toString().slice(4),
      html: (text) => text.replace(/[&<>"']/g, (char) => html[char] ?? char),
      "html in numbers": signs((char) => `&#${char.charCodeAt(0)};`),
      "html in long numbers": each((char) => `&#0${char.charCodeAt(0)};`),
      "html in hex": signs((char) => `&#x${hex(char)};`),
      "html in HEX": signs((char) => `&#X${hex(char).toUpperCase()};`),
      "quoted-printable": signs((char) => `=${hex(char).toUpperCase()}`),
      "source code": signs((char) => `\\x${hex(char)}`),
      octal: signs((char) => `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`),
      lower: (text) => text.toLowerCase(),
      wrapped: (text) => text.replace(/(.{7})/g, "$1\r\n"),
      base64: (text) => Buffer.from(text).toString("base64"),
      "base64 for URLs": (text) => Buffer.from(text).toString("base64url"),
      "a header in base64": (text) => Buffer.from(`ApiKey 2Fkey:${text}`).toString("base64"),
    };
    const within = (["plain", "uri", "html", "json", "html in numbers", "uri in lower case"] as const).flatMap(
      (outer) => Object.keys(escapers).map((inner) => [inner, outer] as const),
    );
    // The words around it show that nothing else was removed.
    const secrets = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 12,
    });
    fc.assert(
      fc.property(secrets, fc.constantFrom(...within), (secret, [inner, outer]) => {
        const clean = createRedact({ id: "2Fkey", secret });
        const write = (name: string, text: string) => escapers[name]?.(text) ?? text;
        const shown = clean(`words before / ${write(outer, write(inner, secret))} nothing after`, 10_000);
        const rest = shown.replace("words before / ", "").replace(" nothing after", "");
        // At most something that looks like an escape is left at the secret's ends, in its longest spelling.
        expect(rest.replaceAll("[removed]", "").length).toBeLessThanOrEqual(60);
        expect(rest).toContain("[removed]");
      }),
      { numRuns: 1500 },
    );
  });

  test("are searched in linear time", () => {
    const clean = createRedact({ id: "2Fkey", secret: "%25%25&amp;&amp;\\\\\\aaaaaaaaaaaaaaaaaaaa" });
    for (const part of ["%25", "&amp;", "\\", "a", " ", "&#0", "=25", "authorization&quot;"]) {
      const started = performance.now();
      clean(part.repeat(20_000));
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });

  test("lose any Authorization header", () => {
    expect(redact("Authorization: ApiKey other:words, x")).toBe("[removed], x");
    expect(redact('{"authorization":"Bearer abc"}')).toBe('{"[removed]"}');
  });

  test("keep the key id, which may be shown", () => {
    expect(redact("no key 2Fkey here")).toBe("no key 2Fkey here");
  });

  test("become one line without control, bidirectional or escape characters", () => {
    expect(redact("a\r\n\u001b[31mred\u202e\u0007\tb")).toBe("a [31mred b");
  });

  test("are cut to a limited length", () => {
    expect(redact("x".repeat(5000))).toBe(`${"x".repeat(300)}…`);
    expect(redact("x".repeat(300))).toBe("x".repeat(300));
    expect(redact("abcdef", 3)).toBe("abc…");
  });

  test("never end with the beginning of a secret, wherever the excerpt is cut", () => {
    const long = createRedact({ id: "k", secret: "Qz9-0123456789" });
    for (let length = 19_980; length <= 20_001; length += 1) {
      expect(long(`${" ".repeat(length)}Qz9-0123456789`, 30_000)).not.toContain("Qz");
    }
  });

  test("contain no secret, whatever surrounds it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (before, after) => {
        expect(redact(`${before}${SECRET}${after}`)).not.toContain(SECRET);
      }),
    );
  });
});
