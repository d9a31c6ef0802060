import { describe, expect, test } from "@jest/globals";
import { accessCsv } from "../../../cli/access/access-csv.js";
import { accessMarkdown } from "../../../cli/access/access-markdown.js";
import { accessText } from "../../../cli/access/access-text.js";
import { assembleAccess } from "../../../cli/access/assemble-access.js";
import { pseudonymize, withoutAddresses } from "../../../cli/drift/pseudonymize.js";
import { literal } from "../../../cli/export/source-text.js";
import { escapeText } from "../../../cli/report/escape-text.js";
import { markdownText } from "../../../cli/report/markdown-text.js";
import { plainStyle } from "../../../cli/terminal.js";
import { createRedact } from "../../../provider/client/http/redact.js";
import { wordsOf } from "../../../provider/client/http/response-body.js";
import { matchesAny } from "../../../provider/plan/args/glob.js";
import { printable } from "../../../provider/plan/text/printable.js";

const redact = createRedact({ id: "key", secret: "s3cret" });

function report(name: string) {
  return assembleAccess({
    account: "012345678912",
    now: 0,
    roles: [{ id: "r", name, description: name, urn: "", serviceRoleURNs: [name], created: "", lastModified: "" }],
    users: [],
    samlUsers: { users: undefined, notCounted: "cloudone:samlUsers is off.", gaps: [] },
    apiKeys: [{ id: "k", alias: name, roleID: "r", urn: "" }],
  });
}

/** Everything that processes a string of any length and content from the account's users or its server. */
const WORKERS: Record<string, (text: string) => unknown> = {
  pseudonymize: (text) => pseudonymize(text, "1"),
  withoutAddresses,
  markdownText,
  escapeText,
  printable,
  literal,
  accessCsv: (text) => accessCsv(report(text)),
  accessMarkdown: (text) => accessMarkdown(report(text), []),
  accessText: (text) => accessText(report(text), [], { ...plainStyle, width: 80 }),
  redact: (text) => redact(text),
  wordsOfAPage: (body) => wordsOf({ status: 502, headers: { "content-type": "text/html" }, body: `<${body}` }, redact),
  matchesAny: (text) => matchesAny([`${"*a".repeat(50)}b`], text),
};

const PIECES = [
  "a",
  "a'",
  "'a",
  " ",
  "\r\n",
  "a@",
  "@.",
  "a.",
  "1.",
  "-",
  ";",
  "; ",
  "<",
  "<script",
  "<title",
  "=",
  "\u200b ",
  "authorization:",
];

/** Processor time in milliseconds, the lower of two runs. */
function timeOf(work: () => unknown): number {
  const times = [0, 0].map(() => {
    const begun = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe.each(Object.entries(WORKERS))(
  "the time of %s grows with the length of the string, not with its square",
  (_, work) => {
    test.each(PIECES)("%j", (piece) => {
      const text = (length: number) => `${piece.repeat(Math.ceil(length / piece.length))}x`;
      const [short, long] = [8_000, 64_000].map((length) => timeOf(() => work(text(length)))) as [number, number];
      // Eight times the length takes eight times as long, or 64 times if it is quadratic. Times near zero are not measured.
      expect(long < 300 || long / short < 24).toBe(true);
    });
  },
);
