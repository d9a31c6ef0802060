import { z } from "zod";
import { nearest } from "../text/nearest.js";
import { visible } from "../text/unseen-character.js";
import { hasUnknown, UNKNOWN } from "./fields.js";

/** Something wrong with what was declared: the engine shows `reason`, which names the property. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** What can be checked from the declared values alone, in the program as well as in the provider. */
export interface ArgsSpec {
  readonly schema: z.ZodObject;
  /** Properties whose values may be printed: ids and choices, which cannot be secrets. */
  readonly shown: readonly string[];
  /** Rules that span properties. Unknown values pass. */
  rules(args: Record<string, unknown>): CheckFailure[];
}

/** Everything wrong with the arguments, all at once. Values that are not known yet pass. */
export function checkArgs(plan: ArgsSpec, args: Record<string, unknown>): CheckFailure[] {
  const parsed = plan.schema.safeParse(args);
  const issues = parsed.success ? [] : parsed.error.issues.filter((issue) => !isNotKnown(args, issue));
  return [...issues.flatMap((issue) => fromIssue(plan, args, issue)), ...prototypes(args, []), ...plan.rules(args)];
}

/** JavaScript treats this key as an object's prototype: schemas skip it, and it is lost on the way to the engine. */
function prototypes(value: unknown, path: readonly string[]): CheckFailure[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "__proto__"
      ? [{ property: [...path, key].join("."), reason: "no key can have this name" }]
      : prototypes(inner, [...path, key]),
  );
}

function fromIssue(plan: ArgsSpec, args: Record<string, unknown>, issue: z.core.$ZodIssue): CheckFailure[] {
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(plan.schema, issue.path);
    return issue.keys.map((key) => ({
      property: visible([...issue.path, key].map(String).join(".")),
      reason: `there is no such argument${suggestion(key, known)}`,
    }));
  }
  const [property, ...rest] = issue.path;
  const place = rest.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  const value = args[String(property)];
  const shown = plan.shown.includes(String(property)) && value !== undefined && !hasUnknown(value);
  return [
    {
      property: visible(`${String(property)}${place}`),
      reason: `${shown ? `${visible(JSON.stringify(value))}: ` : ""}${messageOf(issue)}`,
    },
  ];
}

function suggestion(key: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const meant = nearest(key, known);
  const list = known.join(", ");
  return meant === undefined ? `; there are ${list}` : `: did you mean ${meant}? There are ${list}`;
}

/** The keys that an object at this place of the arguments may have; none where it may have several shapes. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  if (schema instanceof z.ZodOptional) return keysAt(schema.unwrap(), path);
  const [first, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    return first === undefined ? Object.keys(schema.shape) : keysAt(schema.shape[String(first)], rest);
  }
  return schema instanceof z.ZodRecord && first !== undefined ? keysAt(schema.valueType, rest) : [];
}

/** For a key, what is wrong with it; for a union, a character that is invisible in the value. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_key") return issue.issues[0]?.message ?? issue.message;
  const inner = issue.code === "invalid_union" ? issue.errors.flat() : [];
  return inner.find(({ code }) => code === "custom")?.message ?? issue.message;
}

function isNotKnown(args: unknown, { path, code }: z.core.$ZodIssue): boolean {
  let value = args;
  for (const part of path) {
    if (value === UNKNOWN) return true;
    if (typeof value !== "object" || value === null) return false;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  // An error of a union does not say which part of the value does not fit.
  return code === "invalid_union" ? hasUnknown(value) : value === UNKNOWN;
}
