import { z } from "zod";
import { roleId as roleIdSchema, seen, UNKNOWN } from "../args/fields.js";

const DAY_MS = 86_400_000;
const SOON_MS = 7 * DAY_MS;
const FORM =
  "until must be a date such as 2027-01-31, or a date and time with its zone such as 2027-01-31T18:00:00+01:00";
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)(?:t(\d\d):(\d\d):(\d\d)(?:\.\d+)?(z|[+-](\d\d):(\d\d))?)?$/i;

/** What follows the end: `{ roleId }` is another role that the user has from then on. */
export type Then = "disable" | { roleId: string };

/** Declared access that ends. */
export interface Ending {
  until?: string | undefined;
  then?: Then | undefined;
}

/** A date means the end of that day, UTC. */
export const untilSchema = seen(FORM).refine((text) => faultOf(text) === undefined, {
  error: ({ input }) => faultOf(String(input)),
});

export const thenSchema = z.custom<Then>(isThen, {
  error: 'then must be "disable" or { roleId }, with the id of a role',
});

/** What is wrong with until and then together, if each is valid by itself. */
export function endingFaults({ roleId, until, then }: Record<string, unknown>): string[] {
  if (then === undefined || then === null) return [];
  if (until === undefined || until === null) return ["then needs until: it says what follows that date"];
  const next = typeof then === "object" && "roleId" in then ? then.roleId : undefined;
  if (next === undefined || next === UNKNOWN || next !== roleId) return [];
  return [`then gives the role ${next}, which is the declared one, so nothing would end`];
}

/** The moment at which the access ends; undefined if there is none, or if it is not known yet. */
export function endOf({ until }: Ending): number | undefined {
  if (until === undefined || until === UNKNOWN || faultOf(until) !== undefined) return undefined;
  const isDay = !/t/i.test(until);
  return Date.parse(until.toUpperCase()) + (isDay ? DAY_MS : 0);
}

/** What replaces the declared binding; undefined until the end. */
export function endedAs(ending: Ending, now: number): Then | undefined {
  const end = endOf(ending);
  return end === undefined || end > now ? undefined : (ending.then ?? "disable");
}

/** Whether the end is less than a week ahead. */
export function endsSoon(ending: Ending, now: number): boolean {
  const end = endOf(ending);
  return end !== undefined && end > now && end - now <= SOON_MS;
}

/** The moment of the end, and the declared day if it was declared as one. */
export function describeEnd(ending: Ending): string {
  const end = new Date(endOf(ending) ?? Number.NaN).toISOString().replace(".000Z", "Z");
  return /t/i.test(ending.until ?? "") ? end : `the end of ${ending.until} (${end})`;
}

/** The time left in words, such as `in 3 days`. */
export function describeWait(ending: Ending, now: number): string {
  const hours = Math.floor(((endOf(ending) ?? now) - now) / 3_600_000);
  const [count, unit] = hours < 48 ? [hours, "hour"] : [Math.floor(hours / 24), "day"];
  if (count === 0) return "within the hour";
  return `in ${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** What follows, in words: `disabled`, `role read-only`. */
export function describeThen(then: Then | undefined): string {
  if (then === undefined || then === "disable") return "disabled";
  return typeof then === "object" && then.roleId !== UNKNOWN ? `role ${then.roleId}` : "(not known yet)";
}

/** The role of what follows; undefined for a disable. A whole `then` that is not known yet may be one. */
export function roleOf(then: Then): string | undefined {
  if (then === "disable") return undefined;
  return typeof then === "object" ? then.roleId : UNKNOWN;
}

function faultOf(text: string): string | undefined {
  const match = MOMENT.exec(text);
  if (match === null) return FORM;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const [zone, zoneHours = "0", zoneMinutes = "0"] = match.slice(7);
  // The calendar repeats every 400 years, and JavaScript reads years up to 99 as 1900 to 1999.
  const days = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > days) return `this day does not exist: ${FORM}`;
  if (hour > 23 || minute > 59 || second > 59 || Number(zoneHours) > 23 || Number(zoneMinutes) > 59) {
    return `this time does not exist: ${FORM}`;
  }
  if (match[4] !== undefined && zone === undefined)
    return "a time needs its zone: end it with Z, or an offset such as +01:00";
  return undefined;
}

function isThen(value: unknown): value is Then {
  if (value === "disable" || value === UNKNOWN) return true;
  if (typeof value !== "object" || value === null || Object.keys(value).join() !== "roleId") return false;
  const { roleId } = value as { roleId: unknown };
  return roleId === UNKNOWN || roleIdSchema.safeParse(roleId).success;
}
