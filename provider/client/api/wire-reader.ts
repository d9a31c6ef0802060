import type { z } from "zod";
import type { ResultReader } from "../http/request.js";

/** Reads a response by its schema; a defect names the first wrong property, never its value. */
export function reads<Schema extends z.ZodType>(schema: Schema): ResultReader<z.output<Schema>> {
  return (json) => {
    const parsed = schema.safeParse(json);
    return parsed.success ? { value: parsed.data } : { defect: firstIssue(parsed.error) };
  };
}

/** Reads one object and makes sure that it is the requested one. Letter case in ids is up to the server. */
export function readsObject<Schema extends z.ZodType<{ id: string }>>(
  schema: Schema,
  id: string,
): ResultReader<z.output<Schema>> {
  const read = reads(schema);
  return (json, headers) => {
    const result = read(json, headers);
    if ("value" in result && folded(result.value.id) !== folded(id)) {
      return { defect: `it is about "${result.value.id}", not "${id}"` };
    }
    return result;
  };
}

/** For calls whose response body does not matter. */
export const readsNothing: ResultReader<void> = () => ({ value: undefined });

/** Unicode's lower case would make different ids equal. */
function folded(id: string): string {
  return id.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return "it has another shape";
  const place = issue.path.length === 0 ? "the whole object" : `"${issue.path.join(".")}"`;
  return `${place}: ${issue.message}`;
}
