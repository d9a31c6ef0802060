import { expect, test } from "@jest/globals";
import * as provider from "../../../provider/index.js";
import { PROVIDER_TEXT } from "../../../sdk/provider-text.js";

test("the provider text of each kind is one constant line, written in every state ever made", () => {
  // A new class adds a line; these stay.
  expect(PROVIDER_TEXT).toMatchObject({
    Role: 'exports.handler=()=>require("pulumi-cloudone/provider").roleProvider()',
    UserAssignment: 'exports.handler=()=>require("pulumi-cloudone/provider").userAssignmentProvider()',
    AccountSettings: 'exports.handler=()=>require("pulumi-cloudone/provider").accountSettingsProvider()',
    RoleSet: 'exports.handler=()=>require("pulumi-cloudone/provider").roleSetProvider()',
    UserAssignmentSet: 'exports.handler=()=>require("pulumi-cloudone/provider").userAssignmentSetProvider()',
  });
});

test.each(Object.entries(PROVIDER_TEXT))("the text of %s loads a provider with every call of the engine", (_, text) => {
  const handler = new Function("exports", "require", `${text}; return exports.handler`)({}, (name: string) => {
    expect(name).toBe("pulumi-cloudone/provider");
    return provider;
  });
  const calls = ["check", "configure", "create", "delete", "diff", "read", "update"];
  expect(Object.keys(handler())).toEqual(expect.arrayContaining(calls));
});
