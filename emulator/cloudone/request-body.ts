import type { Context } from "hono";
import { z } from "zod";
import type { Switches } from "../switch-positions.js";
import { Refusal } from "./refusal.js";

/** The JSON body of a request, checked. An invalid one is refused with 400 and a reason for each field. */
export async function readBody<S extends z.ZodObject>(c: Context, schema: S, switches: Switches): Promise<z.output<S>> {
  if (!/^application\/json\b/i.test(c.req.header("Content-Type") ?? "")) {
    throw new Refusal(400, "The request body must be application/json.");
  }
  const given = parse(await c.req.text());
  const known = switches.unknownBodyFields === "ignored" ? schema : strict(schema);
  const result = known.safeParse(given);
  if (result.success) return result.data as z.output<S>;
  const fields = Object.fromEntries(result.error.issues.flatMap(fieldReasons));
  const reasons = Object.entries(fields).map(([field, reason]) => `${field}: ${reason}`);
  throw new Refusal(400, `The request body is not valid. ${reasons.join("; ")}`, { fields });
}

/** A schema compiles itself on first use, so make each one strict once, not for every request. */
const strictOnes = new WeakMap<z.ZodObject, z.ZodObject>();

function strict(schema: z.ZodObject): z.ZodObject {
  const made = strictOnes.get(schema) ?? z.strictObject(schema.shape);
  strictOnes.set(schema, made);
  return made;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(400, "The request body is not JSON.");
    throw error;
  }
}

function fieldReasons(issue: z.core.$ZodIssue): [string, string][] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => [key, "is not a field of this operation"]);
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  return [[z.core.toDotPath(issue.path) || "body", missing ? "is required" : issue.message]];
}
