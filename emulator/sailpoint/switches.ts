import { z } from "zod";
import { defineSwitch } from "../define-switch.js";

/** What SailPoint does not document, or does differently from one version to the next. */
export const sailPointSwitches = {
  sailPointTokenSeconds: defineSwitch(
    z.number().positive(),
    749,
    "How long a SailPoint access token lives, as expires_in says.",
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
    "How many SailPoint requests a client may make in how many seconds, and a Retry-After other than the remaining time.",
  ),
  sailPointPastTheEnd: defineSwitch(
    z.literal(["empty", 400, 404]),
    "empty",
    "What a SailPoint page past the end of a list is: an empty page, or an error with this status.",
  ),
  sailPointTotalCount: defineSwitch(
    z.boolean(),
    true,
    "Whether a SailPoint list with count=true returns X-Total-Count.",
  ),
  sailPointPageCap: defineSwitch(
    z.int().positive().max(250),
    250,
    "The most accounts that SailPoint returns per page, whatever the limit; a limit above 250 is refused.",
  ),
  sailPointBogusEncoding: defineSwitch(
    z.boolean(),
    false,
    "Whether SailPoint's errors have the header Content-Encoding: UTF-8, which is not an encoding.",
  ),
  sailPointNulls: defineSwitch(
    z.boolean(),
    false,
    "Whether SailPoint accounts have null for fields that are not set; otherwise the field is absent.",
  ),
  sailPointTimes: defineSwitch(
    z.enum(["date-time", "true"]),
    "date-time",
    "How SailPoint shows created and modified: as its schema says, or as true, as in its example.",
  ),
};
