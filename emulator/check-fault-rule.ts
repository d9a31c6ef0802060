import { z } from "zod";

const nonnegative = (name: string) =>
  z.number({ error: `${name} is a number from 0` }).min(0, { error: `${name} is a number from 0` });
const isCount = (value: unknown) =>
  value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && Number(value) >= 1);

const schema = z.strictObject({
  match: z
    .strictObject({
      method: z.string({ error: "a method, such as POST" }).min(1, { error: "a method, such as POST" }).optional(),
      path: z
        .custom<string | RegExp>(
          (path) => path instanceof RegExp || (typeof path === "string" && path.startsWith("/")),
          {
            error: "a path relative to the base URL, such as /users/*, or a regular expression",
          },
        )
        .optional(),
      nth: z.int({ error: "a whole number from 1" }).positive({ error: "a whole number from 1" }).optional(),
    })
    .optional(),
  kind: z.string(),
  times: z
    .custom<number>(isCount, { error: 'a whole number from 1, or Infinity (over HTTP, "always") for every request' })
    .optional(),
  retryAfterSeconds: nonnegative("retryAfterSeconds").optional(),
  delayMs: nonnegative("delayMs").optional(),
});

/** Refuses a rule that would never apply, or not do what it says. Throws an error that names each mistake. */
export function checkFaultRule(rule: unknown): void {
  const result = schema.safeParse(rule);
  if (!result.success) throw new Error(`The fault's rule is not valid.\n${z.prettifyError(result.error)}`);
}
