import { expect, test } from "@jest/globals";
import { type Binding, gainsAccess, losesAccess } from "../../../provider/plan/access/bindings.js";
import { roleContents } from "../../../provider/plan/access/role-contents.js";
import { describeServiceRoles } from "../../../provider/plan/access/service-roles.js";
import { AUDIT, READ, urn } from "../../doubles/urns.js";

function change(from: string[], to: string[]): { loses: boolean; gains: boolean } {
  const facts = {
    roles: roleContents(
      new Map([
        ["from", from],
        ["to", to],
      ]),
    ),
    named: [],
  };
  const [before, after] = [
    { roleId: "from", state: "enabled" },
    { roleId: "to", state: "enabled" },
  ];
  return { loses: losesAccess(before, after, facts), gains: gainsAccess(before, after, facts) };
}

test("a service's full access includes its other roles: getting it loses nothing, and leaving it gains nothing", () => {
  const [some, full] = [[urn("workload", "auditor"), urn("workload", "read-only")], [urn("workload", "full-access")]];
  expect(change(some, full)).toEqual({ loses: false, gains: true });
  expect(change(full, some)).toEqual({ loses: true, gains: false });
});

test("no other role includes another, and no full access includes a role of another service, account or region", () => {
  const auditor = [urn("workload", "auditor")];
  for (const other of [
    urn("workload", "read-only"),
    urn("audit", "full-access"),
    urn("workload", "full-access", { account: "999999999999" }),
    urn("workload", "full-access", { region: "de-1" }),
    urn("workload", "not-full-access"),
  ]) {
    expect(change(auditor, [other])).toEqual({ loses: true, gains: true });
  }
});

test("service roles are named by the service's own role and up to three services", () => {
  expect(describeServiceRoles([urn("workload", "auditor")])).toBe("auditor of workload");
  const many = ["application", "audit", "billing", "network", "workload"].map((service) => urn(service, "read-only"));
  expect(describeServiceRoles(many)).toBe("read-only of application, audit, billing and 2 more");
  expect(describeServiceRoles([urn("a", "x"), urn("b", "y"), "urn:cloudone:odd"])).toBe(
    "x of a; y of b; urn:cloudone:odd",
  );
});

test("a user who moves to a role that this run widens loses nothing, whichever comes first", () => {
  const [read, full] = [urn("workload", "read-only"), urn("workload", "full-access")];
  const live = new Map([
    ["from", [read]],
    ["to", [read]],
  ]);
  const [before, after] = ["from", "to"].map((roleId) => ({ roleId, state: "enabled" })) as [Binding, Binding];
  const facts = (was: string[], is: string[]) => ({
    roles: roleContents(new Map([...live, ["to", was]]), new Map([["to", is]])),
    named: [],
  });
  expect(losesAccess(before, after, facts([read], [full]))).toBe(false);
  expect(losesAccess(before, after, facts([full], [read]))).toBe(false);
  expect(losesAccess(before, after, facts([full], []))).toBe(true);
});

test("if a service appears in several regions, each is named", () => {
  const [here, there] = [READ, urn("workload", "read-only", { region: "de-1" })];
  expect(describeServiceRoles([here], [there])).toBe("read-only of workload in us-1");
  expect(describeServiceRoles([here, there, AUDIT])).toBe("read-only of workload in us-1, workload in de-1, audit");
});
