import { describe, expect, test } from "@jest/globals";
import { checkArgs } from "../../../provider/plan/args/check-args.js";
import { UNKNOWN } from "../../../provider/plan/args/fields.js";
import { describeEnd, describeWait, endedAs, endOf, endsSoon } from "../../../provider/plan/users/until.js";
import { userAssignmentArgs } from "../../../provider/plan/users/user-assignment.js";
import { userAssignmentSetArgs } from "../../../provider/plan/users/user-assignment-set.js";

const at = (time: string) => Date.parse(time);

test.each([
  ["2027-01-31", "2027-02-01T00:00:00Z"],
  ["2028-02-29", "2028-03-01T00:00:00Z"],
  ["2027-12-31", "2028-01-01T00:00:00Z"],
  ["2027-01-31T18:00:00Z", "2027-01-31T18:00:00Z"],
  ["2027-01-31t18:00:00.250z", "2027-01-31T18:00:00.250Z"],
  ["2027-01-31T18:00:00+01:00", "2027-01-31T17:00:00Z"],
  ["2027-01-01T00:30:00+14:00", "2026-12-31T10:30:00Z"],
  // The hour that Berlin's clocks skip, and the one that they repeat: the offset says which one is meant.
  ["2027-03-28T02:30:00+01:00", "2027-03-28T01:30:00Z"],
  ["2027-10-31T02:30:00+02:00", "2027-10-31T00:30:00Z"],
  ["2027-10-31T02:30:00+01:00", "2027-10-31T01:30:00Z"],
  ["0050-01-01", "0050-01-02T00:00:00Z"],
])("%s ends at %s, whatever the machine's time zone", (until, end) => {
  const zone = process.env.TZ;
  try {
    for (const TZ of ["UTC", "America/New_York", "Pacific/Kiritimati", "Europe/Berlin"]) {
      process.env.TZ = TZ;
      expect(endOf({ until })).toBe(at(end));
    }
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test("an end takes effect at its exact moment, not before", () => {
  const until = "2027-01-31";
  const end = at("2027-02-01T00:00:00Z");
  expect(endedAs({ until }, end - 1)).toBeUndefined();
  expect(endedAs({ until }, end)).toBe("disable");
  expect(endedAs({ until, then: { roleId: "read-only" } }, end)).toEqual({ roleId: "read-only" });
  expect(endsSoon({ until }, end - 7 * 86_400_000 - 1)).toBe(false);
  expect(endsSoon({ until }, end - 7 * 86_400_000)).toBe(true);
  expect(endsSoon({ until }, end)).toBe(false);
});

test("an unknown or undeclared end has not come", () => {
  expect(endedAs({ until: UNKNOWN }, Number.MAX_SAFE_INTEGER)).toBeUndefined();
  expect(endedAs({}, Number.MAX_SAFE_INTEGER)).toBeUndefined();
});

test("a message says when an end comes, and how soon", () => {
  expect(describeEnd({ until: "2027-01-31" })).toBe("the end of 2027-01-31 (2027-02-01T00:00:00Z)");
  expect(describeEnd({ until: "2027-01-31T18:00:00+01:00" })).toBe("2027-01-31T17:00:00Z");
  expect(describeWait({ until: "2027-01-31" }, at("2027-01-25T12:00:00Z"))).toBe("in 6 days");
  expect(describeWait({ until: "2027-01-31" }, at("2027-01-31T22:59:00Z"))).toBe("in 1 hour");
  expect(describeWait({ until: "2027-01-31" }, at("2027-01-31T23:30:00Z"))).toBe("within the hour");
});

const DAY = /this day does not exist/;
const TIME = /this time does not exist/;
const ZONE = /a time needs its zone/;
const FORM = /until must be a date such as 2027-01-31/;
const bad: [unknown, RegExp][] = [
  ["2027-02-30", DAY],
  ["2027-02-29", DAY],
  ["2027-13-01", DAY],
  ["2027-00-10", DAY],
  ["2027-04-31T10:00:00Z", DAY],
  ["2027-01-31T24:00:00Z", TIME],
  ["2027-01-31T10:60:00Z", TIME],
  ["2027-01-31T10:00:00+24:00", TIME],
  ["2027-01-31T10:00:00", ZONE],
  ["2027-01-31 10:00:00Z", FORM],
  ["2027-01-31T10:00Z", FORM],
  ["31.01.2027", FORM],
  ["2027-1-31", FORM],
  ["tomorrow", FORM],
  ["", FORM],
  ["2027-01-31\u200b", /until|it has/],
  [1_800_000_000, FORM],
];

describe.each(bad)("until %j", (until, reason) => {
  test("is refused for a single resource and a member", () => {
    const single = { email: "ann@example.com", roleId: "auditor", until };
    expect(checkArgs(userAssignmentArgs, single)).toEqual([
      { property: "until", reason: expect.stringMatching(reason) },
    ]);
    const set = { users: { "ann@example.com": { roleId: "auditor", until } } };
    expect(checkArgs(userAssignmentSetArgs, set)).toEqual([
      {
        property: expect.stringMatching(/^users\.ann@example\.com/),
        reason: typeof until === "string" ? expect.stringMatching(reason) : expect.stringContaining("until"),
      },
    ]);
  });
});

test.each([
  [{ then: "disable" }, /then needs until/],
  [{ until: "2027-01-31", then: "remove" }, /then must be "disable" or \{ roleId \}/],
  [{ until: "2027-01-31", then: { roleId: "No Role" } }, /then must be "disable" or \{ roleId \}/],
  [{ until: "2027-01-31", then: { roleId: "read-only", state: "enabled" } }, /then must be "disable" or \{ roleId \}/],
  [{ until: "2027-01-31", then: {} }, /then must be "disable" or \{ roleId \}/],
  [{ until: "2027-01-31", then: { roleId: "auditor" } }, /nothing would end/],
])("%j is refused for a single resource and a member", (ending, reason) => {
  const single = checkArgs(userAssignmentArgs, { email: "ann@example.com", roleId: "auditor", ...ending });
  const set = checkArgs(userAssignmentSetArgs, { users: { "ann@example.com": { roleId: "auditor", ...ending } } });
  expect(single).toEqual([{ property: "then", reason: expect.stringMatching(reason) }]);
  expect(set).toEqual([
    { property: expect.stringMatching(/^users\.ann@example\.com/), reason: expect.stringMatching(reason) },
  ]);
});

test("an unknown value passes", () => {
  for (const ending of [
    { until: UNKNOWN },
    { until: "2027-01-31", then: UNKNOWN },
    { until: UNKNOWN, then: { roleId: UNKNOWN } },
  ]) {
    expect(checkArgs(userAssignmentArgs, { email: "ann@example.com", roleId: "auditor", ...ending })).toEqual([]);
    const users = { "ann@example.com": { roleId: "auditor", ...ending } };
    expect(checkArgs(userAssignmentSetArgs, { users })).toEqual([]);
  }
});
