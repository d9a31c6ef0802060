import { z } from "zod";

/** Control and line characters: no id, address or state of the API has one, and in a log each could start a new line. */
const LINE_BREAKING = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** A string from the API for use in a log line: characters that would break the line are escaped as in source code. */
export const oneLine = z
  .string()
  .transform((text) =>
    text.replace(LINE_BREAKING, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`),
  );

/** The same for a string that must not be empty. */
export const oneLineWord = z.string().min(1).pipe(oneLine);
