import { expect, test } from "@jest/globals";
import type { z } from "zod";
import { getAccountArgs } from "../../../provider/functions/accounts.js";
import { getApiKeyArgs, getApiKeysArgs } from "../../../provider/functions/api-keys.js";
import { serviceRoleUrnArgs } from "../../../provider/functions/caller.js";
import { getRoleArgs } from "../../../provider/functions/roles.js";
import { sailPointAccountArgs } from "../../../provider/functions/sailpoint.js";
import { getUserArgs, getUsersArgs } from "../../../provider/functions/users.js";
import { CLASSES, type ResourceClass } from "../../../provider/plan/objects.js";
import { unseenCharacter, unseenEnd, visible } from "../../../provider/plan/text/unseen-character.js";
import { AUDIT } from "../../doubles/urns.js";

const ACCOUNT = "012345678912";
const GUARD = {
  maxRemovals: 1,
  protectedUsers: ["root@example.com"],
  protectedRoles: ["auditor"],
  adminRoles: ["full-access"],
  allow: "0123456789abcdef",
};

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };
type Args = Record<string, Value>;

/** Complete arguments of every resource, each with the places that accept any string. */
const RESOURCES: { kind: ResourceClass; args: Args; free: RegExp; named: RegExp }[] = [
  {
    kind: "Role",
    args: { roleId: "auditor", name: "Auditor", description: "Reads", serviceRoleURNs: [AUDIT], guard: GUARD },
    free: /^description$/,
    named: /^name$/,
  },
  {
    kind: "UserAssignment",
    args: { email: "ann@example.com", roleId: "auditor", guard: GUARD },
    free: /^$/,
    named: /^$/,
  },
  { kind: "UserAssignment", args: { userId: "0b5f-11", roleId: "auditor" }, free: /^$/, named: /^$/ },
  {
    kind: "AccountSettings",
    args: {
      accountId: ACCOUNT,
      alias: "Acme",
      timezone: "Asia/Tokyo",
      deletionPolicy: "closeAccount",
      closeAccountConfirmation: ACCOUNT,
    },
    free: /^alias$/,
    named: /^$/,
  },
  {
    kind: "RoleSet",
    args: {
      roles: { auditor: { name: "Auditor", description: "Reads", serviceRoleURNs: [AUDIT] } },
      exclude: ["kept-*"],
      guard: GUARD,
    },
    free: /description$/,
    named: /name$/,
  },
  {
    kind: "UserAssignmentSet",
    args: {
      users: { "ann@example.com": "auditor", "bob@example.com": { roleId: "auditor", state: "enabled" } },
      exclude: ["root@*", "0b5f"],
      unmanaged: { moveTo: "read-only" },
      guard: GUARD,
    },
    free: /^$/,
    named: /^$/,
  },
];

const FUNCTIONS: { name: string; schema: z.ZodType; args: Args }[] = [
  { name: "getAccount", schema: getAccountArgs, args: { accountId: ACCOUNT } },
  { name: "getApiKey", schema: getApiKeyArgs, args: { apiKeyId: "key" } },
  { name: "getApiKeys", schema: getApiKeysArgs, args: { roleId: "auditor" } },
  { name: "getRole", schema: getRoleArgs, args: { roleId: "auditor" } },
  { name: "getUser by email", schema: getUserArgs, args: { email: "ann@example.com" } },
  { name: "getUser by id", schema: getUserArgs, args: { userId: "ann" } },
  { name: "getUsers", schema: getUsersArgs, args: { roleId: "auditor" } },
  {
    name: "serviceRoleUrn",
    schema: serviceRoleUrnArgs,
    args: { service: "audit", role: "read-only", region: "us-1", accountId: ACCOUNT },
  },
  { name: "sailpoint.getAccount", schema: sailPointAccountArgs, args: { id: "2c91" } },
];

const SIGNS: [string, string][] = [
  ["\u200b", "U+200B ZERO WIDTH SPACE"],
  ["\u200d", "U+200D ZERO WIDTH JOINER"],
  ["\u00ad", "U+00AD SOFT HYPHEN"],
  ["\u2060", "U+2060 WORD JOINER"],
  ["\u200e", "U+200E LEFT-TO-RIGHT MARK"],
  ["\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"],
  ["\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"],
  ["\u0007", "U+0007 BELL"],
  ["\n", "U+000A LINE FEED"],
  ["\ufe0f", "U+FE0F"],
  ["\u3164", "U+3164 HANGUL FILLER"],
  ["\u{e0041}", "U+E0041"],
];
const BLANKS: [string, string][] = [
  [" ", "U+0020 SPACE"],
  ["\u00a0", "U+00A0 NO-BREAK SPACE"],
  ["\u3000", "U+3000 IDEOGRAPHIC SPACE"],
];

/** Every string in the arguments, including keys, changed once; fixed choices are checked elsewhere. */
function* places(value: Value, change: (text: string) => string, path = ""): Generator<[string, Value]> {
  if (typeof value === "string") yield [path, change(value)];
  if (typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) {
    const place = path === "" ? key : `${path}.${key}`;
    if (CHOICES.test(place)) continue;
    const put = (name: string, changed: Value): Value => {
      if (Array.isArray(value)) return value.map((one, index) => (String(index) === key ? changed : one));
      return Object.fromEntries(Object.entries(value).map(([k, v]) => (k === key ? [name, changed] : [k, v])));
    };
    if (path === "users" || path === "roles") yield [`${place} (key)`, put(change(key), inner)];
    for (const [deeper, changed] of places(inner, change, place)) yield [deeper, put(key, changed)];
  }
}
const CHOICES = /(^|\.)(deletionPolicy|state|adopt)$/;

const letters = (text: string) => [...text];
const inside = (sign: string) => (text: string) => letters(text).toSpliced(2, 0, sign).join("");
const before = (sign: string) => (text: string) => sign + text;
const after = (sign: string) => (text: string) => text + sign;

test.each(RESOURCES)(
  "no id, address, pattern or name of a $kind may have an invisible character",
  async ({ kind, args, free, named }) => {
    const check = await CLASSES[kind].judge();
    expect(check(args)).toEqual([]);
    const judge = (changed: Value) =>
      check(changed as Args)
        .map(({ property, reason }) => `${property}: ${reason}`)
        .join("\n");
    for (const [sign, name] of [...SIGNS, ...BLANKS]) {
      for (const change of [before(sign), after(sign)]) {
        for (const [place, changed] of places(args, change)) {
          const reported = judge(changed);
          if (free.test(place)) expect([place, reported]).toEqual([place, ""]);
          else expect([place, reported]).toEqual([place, expect.stringContaining(`it has ${name} at position`)]);
          expect(reported).not.toContain(
            sign === "\n" || sign === " " ? "\u0000" : sign.replace(/[\u00a0\u3000]/, "\u0000"),
          );
        }
      }
    }
    for (const [sign, name] of SIGNS) {
      for (const [place, changed] of places(args, inside(sign))) {
        const passes = free.test(place) || named.test(place);
        expect([place, judge(changed)]).toEqual([
          place,
          passes ? "" : expect.stringContaining(`it has ${name} at position 3: type it anew`),
        ]);
      }
    }
  },
);

test.each(FUNCTIONS)("nor may those of $name", ({ schema, args }) => {
  expect(schema.safeParse(args).success).toBe(true);
  for (const [sign, name] of [...SIGNS, ...BLANKS]) {
    for (const change of [before(sign), after(sign)]) {
      for (const [, changed] of places(args, change)) {
        const issues = schema.safeParse(changed).error?.issues.map(({ message }) => message);
        expect(issues).toEqual([expect.stringContaining(`it has ${name} at position`)]);
      }
    }
  }
});

test("the first one is named, by its position in visible characters", () => {
  expect(unseenCharacter("ann\u200b@example.com\u00ad")).toBe("U+200B ZERO WIDTH SPACE at position 4");
  expect(unseenCharacter("\u{1f600}\u200d@x")).toBe("U+200D ZERO WIDTH JOINER at position 2");
  expect(unseenCharacter("ann\uff20example.com")).toBe("U+FF20 FULLWIDTH COMMERCIAL AT at position 4");
  expect(unseenCharacter("ann@example.com ")).toBe("U+0020 SPACE at position 16");
  expect(unseenCharacter("zoë.ångström@exämple.com")).toBeUndefined();
  expect(unseenCharacter("")).toBeUndefined();
  expect(unseenEnd("Family \u{1f468}\u200d\u{1f469}\u200d\u{1f467} admins")).toBeUndefined();
  expect(unseenEnd("Ops\u00a0")).toBe("U+00A0 NO-BREAK SPACE at position 4");
  expect(visible("a\u202eb\u{e0041}")).toBe("a<U+202E>b<U+E0041>");
});
