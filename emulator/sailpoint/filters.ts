import type { SailPointAccount } from "./account-object.js";
import { SailPointRefusal } from "./refusal.js";

/** The fields that filters may name, and their operators: https://developer.sailpoint.com/docs/api/v3/list-accounts */
const OPERATORS: Partial<Record<keyof SailPointAccount, readonly string[]>> = {
  id: ["eq", "in", "sw"],
  identityId: ["eq", "in", "sw"],
  name: ["eq", "in", "sw"],
  nativeIdentity: ["eq", "in", "sw"],
  sourceId: ["eq", "in", "sw"],
  uncorrelated: ["eq"],
  manuallyCorrelated: ["eq"],
};

/** The fields that lists may be sorted by. */
const SORTABLE = ["id", "name", "created", "modified", "sourceId", "identityId", "nativeIdentity", "uuid"] as const;

const TEXT = String.raw`"(?:[^"\\]|\\.)*"`;
const TERM = new RegExp(
  String.raw`^\s*([\w.]+)\s+(eq|in|sw)\s+(${TEXT}|true|false|\(\s*${TEXT}(?:\s*,\s*${TEXT})*\s*\))\s*`,
);

type Test = (account: SailPointAccount) => boolean;

/** Reads `field eq "value" and …`; refuses what SailPoint would refuse. */
export function parseFilters(filters: string | undefined): Test {
  const tests: Test[] = [];
  let rest = filters ?? "";
  while (rest.trim() !== "") {
    const [whole, field = "", operator = "", value = ""] = TERM.exec(rest) ?? [];
    if (whole === undefined)
      throw new SailPointRefusal(400, `The filter is not valid near: ${rest.trim().slice(0, 60)}`);
    tests.push(testOf(field, operator, value));
    rest = rest.slice(whole.length);
    if (rest === "") break;
    if (!/^and\s/.test(rest)) throw new SailPointRefusal(400, `The filter needs "and" before: ${rest.slice(0, 60)}`);
    rest = rest.slice(3);
  }
  return (account) => tests.every((test) => test(account));
}

function testOf(field: string, operator: string, value: string): Test {
  const known = Object.entries(OPERATORS).find(([name]) => name === field);
  if (!known?.[1].includes(operator)) {
    throw new SailPointRefusal(400, `The filter ${field} ${operator} is not supported.`);
  }
  const wanted = value.startsWith("(")
    ? value.match(new RegExp(TEXT, "g"))?.map((one) => JSON.parse(one))
    : [JSON.parse(value)];
  const read = (account: SailPointAccount): unknown => account[field as keyof SailPointAccount] ?? undefined;
  if (operator === "sw") return (account) => String(read(account) ?? "").startsWith(String(wanted?.[0]));
  return (account) => wanted?.includes(read(account)) ?? false;
}

/** Reads `name,-created`. */
export function parseSorters(sorters: string | undefined): (a: SailPointAccount, b: SailPointAccount) => number {
  const keys = (sorters ?? "").split(",").flatMap((key) => {
    if (key === "") return [];
    const name = SORTABLE.find((known) => known === key.replace(/^-/, ""));
    if (name === undefined) throw new SailPointRefusal(400, `Sorting by ${key} is not supported.`);
    return [{ name, sign: key.startsWith("-") ? -1 : 1 }];
  });
  return (a, b) => {
    for (const { name, sign } of keys) {
      const [left, right] = [a[name] ?? "", b[name] ?? ""];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
}
