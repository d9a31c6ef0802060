import { z } from "zod";

/** Control and line characters: no id, address or state of the API's has one, and in a log each could begin a line of its own. */
const LINE_BREAKING = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** A string of the API's that stands in lines of a log: what would break the line is written as source code writes it. */
export const oneLine = z
  .string()
  .transform((text) =>
    text.replace(LINE_BREAKING, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`),
  );

/** The same for a string that must not be empty. */
export const oneLineWord = z.string().min(1).pipe(oneLine);
