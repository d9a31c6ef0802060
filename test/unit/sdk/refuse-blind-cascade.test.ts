import { describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { refuseBlindCascade } from "../../../sdk/refuse-blind-cascade.js";

const other = {} as pulumi.Resource;
const refuse = (deletionPolicy: unknown, replaceWith: pulumi.Resource[] = [other]) =>
  refuseBlindCascade("ann", { deletionPolicy }, { replaceWith });

describe("replaceWith", () => {
  test.each(["remove", "closeAccount"])(
    "cannot be combined with deletionPolicy %s, which cannot be undone",
    (policy) => {
      expect(() => refuse(policy)).toThrow(`'ann': replaceWith cannot be combined with a deletionPolicy "${policy}"`);
    },
  );

  test("cannot be combined with a computed deletionPolicy, since it may be one of those", () => {
    expect(() => refuse(pulumi.output("retain"))).toThrow("a deletionPolicy that is computed");
  });

  test.each([undefined, "disable", "restore", "retain"])("can be combined with deletionPolicy %s", (policy) => {
    expect(() => refuse(policy)).not.toThrow();
  });

  test("forbids nothing if it is empty or missing", () => {
    expect(() => refuse("remove", [])).not.toThrow();
    expect(() => refuseBlindCascade("ann", { deletionPolicy: "remove" }, undefined)).not.toThrow();
  });
});
