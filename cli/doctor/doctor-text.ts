import { visibleLines } from "../report/visible-text.js";
import type { Look, TextStyle } from "../terminal.js";
import type { Check } from "./check.js";

const SIGNS: Record<Check["status"], [string, Look]> = {
  ok: ["ok  ", "green"],
  warn: ["warn", "yellow"],
  fail: ["FAIL", "red"],
  skip: ["skip", "dim"],
};

/** A check is a line on what was found and a line on what to do. */
export function doctorText(checks: readonly Check[], { paint }: TextStyle): string {
  const wide = Math.max(...checks.map(({ name }) => name.length));
  const indent = " ".repeat(wide + 6);
  return checks
    .map(({ name, status, found, advice }) => {
      const [sign, look] = SIGNS[status];
      const [first = "", ...more] = visibleLines(found).split("\n");
      return [
        `${paint(look, sign)}  ${name.padEnd(wide)}  ${first}`,
        ...more.map((line) => `${indent}  ${line}`),
        `${indent}  ${paint("dim", `→ ${advice}`)}`,
      ].join("\n");
    })
    .join("\n")
    .concat("\n");
}
