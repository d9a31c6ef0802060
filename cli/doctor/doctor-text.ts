import { visibleLines } from "../report/escape-text.js";
import { wrapToWidth } from "../report/text-width.js";
import type { Look, TextStyle } from "../terminal.js";
import type { Check } from "./check.js";

const SIGNS: Record<Check["status"], [string, Look]> = {
  ok: ["ok  ", "green"],
  warn: ["warn", "yellow"],
  fail: ["FAIL", "red"],
  skip: ["skip", "dim"],
};

/** Each check has a line for what was found and, if needed, one for what to do; a count of all comes last. */
export function doctorText(checks: readonly Check[], { paint, width }: TextStyle): string {
  const wide = Math.max(...checks.map(({ name }) => name.length));
  const indent = " ".repeat(wide + 8);
  const lines = (text: string, room: number) =>
    visibleLines(text)
      .split("\n")
      .flatMap((line) => wrapToWidth(line, room));
  return checks
    .map(({ name, status, found, advice }, n) => {
      const [sign, look] = SIGNS[status];
      const [first = "", ...more] = lines(found, width - indent.length);
      // Advice that several failures share is given once, under the last of them.
      const isAdvised = checks.slice(n + 1).some((other) => status === "skip" && other.advice === advice);
      const toDo = advice === undefined || isAdvised ? [] : lines(advice, width - indent.length - 2);
      return [
        `${paint(look, sign)}  ${name.padEnd(wide)}  ${first}`,
        ...more.map((line) => indent + line),
        ...toDo.map((line, n) => indent + paint("dim", `${n === 0 ? "→" : " "} ${line}`)),
      ].join("\n");
    })
    .concat(countText(checks))
    .join("\n")
    .concat("\n");
}

function countText(checks: readonly Check[]): string {
  const count = (status: Check["status"]) => checks.filter((check) => check.status === status).length;
  const warned = count("warn");
  return [
    `${checks.length} checks`,
    `${count("fail")} failed`,
    ...(warned > 0 ? [warned === 1 ? "1 warning" : `${warned} warnings`] : []),
    ...(count("skip") > 0 ? [`${count("skip")} skipped`] : []),
  ].join(", ");
}
