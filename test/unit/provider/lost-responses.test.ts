import { describe, expect, test } from "@jest/globals";
import type { FaultKind } from "../../../emulator/index.js";
import { settings } from "../../doubles/declarations.js";
import { ROLE_FORMS, ROLE_WAYS, USER_FORMS, WAYS } from "../../doubles/forms.js";
import { setUp } from "../../doubles/scene.js";
import { isSettled } from "../../doubles/settled.js";
import type { Declaration } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { ACCOUNT } from "../../doubles/world.js";

const LOST: FaultKind[] = ["reset-after", "500-after", "502-html-after", "truncated-json", "timeout-after"];
const NOT_ARRIVED: FaultKind[] = ["429-seconds", "reset-before", "500", "503", "503-retry-after", "timeout"];

interface Write {
  what: string;
  request: { method: "POST" | "DELETE"; path: string };
  before: Declaration[];
  program: Declaration[];
}

const ANN = "ann@example.com";
const MEMBER = { method: "POST", path: "/users/u-ann" } as const;
const ACCOUNT_ITSELF = { method: "POST", path: `/accounts/${ACCOUNT}` } as const;
const WRITES: Write[] = [
  ...ROLE_FORMS.flatMap(({ form, declare }): Write[] => [
    {
      what: `the creation of a role that is declared ${form}`,
      request: { method: "POST", path: "/roles" },
      before: [],
      program: [declare("new", [READ])],
    },
    {
      what: `the change of a role that is declared ${form}`,
      request: { method: "POST", path: "/roles/new" },
      before: [declare("new", [READ])],
      program: [declare("new", [AUDIT], { name: "Changed" })],
    },
  ]),
  ...ROLE_WAYS.map(({ way, first, last }) => ({
    what: `the deletion of a role that was declared ${way}`,
    request: { method: "DELETE", path: "/roles/new" } as const,
    before: first("new", [READ]),
    program: last(),
  })),
  ...USER_FORMS.map(({ form, declare }) => ({
    what: `the change of a user who is declared ${form}`,
    request: MEMBER,
    before: [declare(ANN, { roleId: "auditor" })],
    program: [declare(ANN, { roleId: "operator", state: "disabled" })],
  })),
  ...WAYS.map(({ way, first, last }) => ({
    what: `the removal of a user who was declared ${way}`,
    request: { ...MEMBER, method: "DELETE" } as const,
    before: first(ANN, { roleId: "auditor", removed: "remove" }),
    program: last({ removed: "remove" }),
  })),
  {
    what: "the change of settings",
    request: ACCOUNT_ITSELF,
    before: [],
    program: [settings({ timezone: "Asia/Tokyo", mfaRequired: true })],
  },
];

describe.each(WRITES)("$what", ({ request, before, program }) => {
  const meet = async (kind: FaultKind) => {
    const { stack, world, faults, clear } = setUp();
    await stack.up(before);
    clear();
    const fault = faults.add({ match: request, kind, times: 1 });
    await stack.up(program);
    expect(fault.hits).toBe(1);
    const sent = world.emulator
      .writes()
      .filter(({ method, path }) => method === request.method && path === request.path);
    await isSettled(stack, program);
    return sent.length;
  };

  test.each(LOST)("is read back after a lost response (%s), and not sent twice", async (kind) => {
    expect(await meet(kind)).toBe(1);
  });

  test.each(NOT_ARRIVED)("is sent again once it is known that it did not arrive (%s)", async (kind) => {
    await meet(kind);
  });
});
