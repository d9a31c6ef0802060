import { describe, expect, test } from "@jest/globals";
import ts from "typescript";
import { accessCsv } from "../../../cli/access/access-csv.js";
import { accessText } from "../../../cli/access/access-text.js";
import { assembleAccess } from "../../../cli/access/assemble-access.js";
import { literal } from "../../../cli/export/source-text.js";
import { escapeText, visibleLines } from "../../../cli/report/escape-text.js";
import { markdownText } from "../../../cli/report/markdown-text.js";
import { padToWidth, textWidth } from "../../../cli/report/text-width.js";
import { ACCOUNT, startAccount } from "./account.js";

const HOSTILE =
  "\u001b[31mred\u001b]0;title\u0007 \u202egpj.exe\u202c \u009b2J \u200bx\u00ad\u3164\u{e0041}\r\n\t\ud800";
/** Every character that a reader would not see, by its Unicode properties, except blanks and line feeds. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

describe("a string of the account", () => {
  test("cannot control a terminal, hide, reverse letters or begin a line", () => {
    expect(escapeText(HOSTILE)).toBe(
      "\\u001b[31mred\\u001b]0;title\\u0007 \\u202egpj.exe\\u202c \\u009b2J \\u200bx\\u00ad\\u3164\\u{e0041}\\r\\n\\t\\ud800",
    );
    expect(escapeText("Zoë 田中 👩 \\ ok")).toBe("Zoë 田中 👩 \\ ok");
    expect(visibleLines("a\u001b\nb\r")).toBe("a\\u001b\nb\\r");
  });

  test("shows every Unicode character in a report, a comment and a program", () => {
    const hidden: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const char = String.fromCodePoint(code);
      if (!UNSEEN.test(char)) continue;
      const shown = [escapeText(`a${char}b`), markdownText(`a${char}b`), literal(`a${char}b`)];
      if (shown.some((text) => UNSEEN.test(text))) hidden.push(code.toString(16));
    }
    expect(hidden).toEqual([]);
    for (const code of [0xad, 0x180e, 0x200c, 0x200d, 0x2060, 0x2064, 0x206a, 0x3164, 0x115f, 0xffa0, 0xfff9, 0xfe0f]) {
      expect(escapeText(`a${String.fromCodePoint(code)}b`)).toBe(`a\\u${code.toString(16).padStart(4, "0")}b`);
    }
    expect(escapeText("\u{e0041}\u{e0100}")).toBe("\\u{e0041}\\u{e0100}");
  });

  test("stays the same string as a literal of a program, in which an editor shows every character", () => {
    const source = literal(HOSTILE);
    expect(source).toMatch(/^"[\x20-\x7e]*"$/);
    const { statements } = ts.createSourceFile("x.ts", source, ts.ScriptTarget.ES2023, true);
    const [statement] = statements;
    if (statement === undefined || !ts.isExpressionStatement(statement)) throw new Error("no expression");
    expect(ts.isStringLiteral(statement.expression) && statement.expression.text).toBe(HOSTILE);
  });
});

describe("Markdown", () => {
  // What a forge reads as references in the Markdown: entities become characters again.
  const rendered = (text: string) =>
    markdownText(text).replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

  test.each(["@octocat", "(@acme/owners)", "see #12", "acme/access#12", "!7", "~bug", "%3", "$4", "&5", "^alert#6"])(
    "%s mentions and refers to nothing",
    (text) => {
      expect(rendered(text)).not.toMatch(/(^|\W)@[a-z]|#\d|!\d|[~%$&^](?=\w)/);
      expect(rendered(text).replaceAll("\u200b", "")).toBe(text);
    },
  );

  test("no address becomes a link, but an email can still be copied", () => {
    expect(rendered("https://evil.example www.evil.example")).not.toMatch(/https:\/\/|www\.evil/);
    expect(rendered("ann@example.com")).toBe("ann@example.com");
  });

  test("nothing becomes markup or begins a block", () => {
    expect(markdownText("`a` | <b>*x*_y_</b> [z](u) \\ \n# head\n- item")).toBe(
      "&#96;a&#96; &#124; &#60;b&#62;&#42;x&#42;&#95;y&#95;&#60;/b&#62; &#91;z&#93;(u) &#92; &#35; head - item",
    );
    expect(markdownText("- item")).toBe("&#8203;- item");
    expect(markdownText("1. item")).toBe("&#8203;1. item");
  });
});

test("a string's width is the number of columns that a terminal gives it", () => {
  expect([textWidth("abc"), textWidth("田中"), textWidth("é"), textWidth("👩‍👧"), textWidth("ｱ")]).toEqual([
    3, 4, 1, 2, 1,
  ]);
  expect(textWidth(padToWidth("田中", 7))).toBe(7);
});

function reportOf(name: string) {
  return assembleAccess({
    account: ACCOUNT,
    now: 0,
    roles: [],
    users: [],
    apiKeys: [{ id: "k", alias: name, roleID: "read-only", urn: "" }],
    samlUsers: { users: undefined, notCounted: "cloudone:samlUsers is off.", gaps: [] },
  });
}

test("the columns of the access table are aligned, whatever the script of the names", () => {
  const table = (name: string) => accessText(reportOf(name), [], { width: 80, paint: (_, text) => text });
  const at = (text: string) => {
    const line = text.split("\n").find((one) => one.includes("read-only"));
    return textWidth(line?.slice(0, line.indexOf("read-only")) ?? "");
  };
  expect(at(table("監査の鍵"))).toBe(at(table("abcdefgh")));
});

test.each([
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  " =1",
  "\u00a0=1",
  "\uff1d1",
  "\uff0b1",
  "\uff0d1",
  "\uff201",
  "\u200b=1",
  "\u00ad\u3164 \ufe0f@SUM(A1)",
  "\u{e0041}-1",
])("%j is not a formula in a cell", (name) => {
  const [, row = ""] = accessCsv(reportOf(name)).split(/\r\n(?=apiKey)/);
  const cell = /^apiKey,"((?:[^"]|"")*)",/s.exec(row)?.[1];
  expect(cell).toBe(`'${name}`);
});

test("nor is it one after a semicolon, which some spreadsheets take for the end of a cell", () => {
  expect(accessCsv(reportOf('x;=cmd|"/c calc"!A0'))).toContain(`"x;'=cmd|""/c calc""!A0"`);
  expect(accessCsv(reportOf("x; =1"))).toContain(`"x;' =1"`);
  expect(accessCsv(reportOf("x;\u2060=1"))).toContain(`"x;'\u2060=1"`);
});

test("commands print no invisible character of a name, but JSON has the name unchanged", async () => {
  const account = await startAccount({
    users: [{ email: "mallory@example.com", name: HOSTILE.slice(0, -1), roleID: "read-only" }],
    apiKeys: [{ id: "reader", secret: "s3cret", roleID: "read-only", alias: HOSTILE.slice(0, -1) }],
  });
  const run = (...flags: string[]) => account.runAs("reader:s3cret", "access", "--format", ...flags);
  for (const format of ["text", "markdown", "csv", "html"]) {
    const { stdout, stderr } = await run(format);
    expect(`${stdout}${stderr}`.replace(/\r?\n/g, "")).not.toMatch(UNSEEN);
  }
  expect(JSON.parse((await run("json")).stdout).principals[0].name).toBe(HOSTILE.slice(0, -1));
});
