import { z } from "zod";
import { defineSwitch } from "../define-switch.js";

/** What SailPoint does not document, or does differently from one version to the next. */
export const sailPointSwitches = {
  sailPointTokenSeconds: defineSwitch(
    z.number().positive(),
    749,
    "How long a SailPoint access token lives; it is what expires_in says.",
  ),
  sailPointRateLimit: defineSwitch(
    z.union([
      z.null(),
      z.strictObject({
        requests: z.int().positive(),
        seconds: z.number().positive(),
        retryAfterSeconds: z.number().nonnegative().optional(),
      }),
    ]),
    { requests: 100, seconds: 10 },
    "How many SailPoint requests a client may make in so many seconds, and a Retry-After other than the rest of them.",
  ),
  sailPointPastTheEnd: defineSwitch(
    z.literal(["empty", 400, 404]),
    "empty",
    "What a SailPoint page past the end of a list is: an empty one, or an error of this status.",
  ),
  sailPointTotalCount: defineSwitch(
    z.boolean(),
    true,
    "Whether a SailPoint list with count=true answers X-Total-Count.",
  ),
  sailPointPageCap: defineSwitch(
    z.int().positive().max(250),
    250,
    "How many accounts SailPoint puts into a page at most, whatever the limit; a limit above 250 is refused.",
  ),
  sailPointBogusEncoding: defineSwitch(
    z.boolean(),
    false,
    "Whether SailPoint's errors carry the header Content-Encoding: UTF-8, which is no encoding.",
  ),
  sailPointNulls: defineSwitch(
    z.boolean(),
    false,
    "Whether SailPoint accounts hold null for what is not set; otherwise the field is absent.",
  ),
  sailPointTimes: defineSwitch(
    z.enum(["date-time", "true"]),
    "date-time",
    "How SailPoint shows created and modified: as its schema says, or as true, which its example has.",
  ),
};
