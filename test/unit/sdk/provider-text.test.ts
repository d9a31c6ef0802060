import { expect, test } from "@jest/globals";
import * as provider from "../../../provider/index.js";
import { PROVIDER_TEXT } from "../../../sdk/provider-text.js";

test("each kind's provider text is one constant line, which every state ever written contains", () => {
  // A new class adds a line; these stay.
  expect(PROVIDER_TEXT).toMatchObject({
    Role: 'exports.handler=()=>require("pulumi-cloudone/provider").roleProvider()',
    UserAssignment: 'exports.handler=()=>require("pulumi-cloudone/provider").userAssignmentProvider()',
    AccountSettings: 'exports.handler=()=>require("pulumi-cloudone/provider").accountSettingsProvider()',
    RoleSet: 'exports.handler=()=>require("pulumi-cloudone/provider").roleSetProvider()',
    UserAssignmentSet: 'exports.handler=()=>require("pulumi-cloudone/provider").userAssignmentSetProvider()',
  });
});

test.each(Object.entries(PROVIDER_TEXT))(
  "the text of %s loads a provider with every method that the engine calls",
  (_, text) => {
    const handler = new Function("exports", "require", `${text}; return exports.handler`)({}, (name: string) => {
      expect(name).toBe("pulumi-cloudone/provider");
      return provider;
    });
    const calls = ["check", "configure", "create", "delete", "diff", "read", "update"];
    expect(Object.keys(handler())).toEqual(expect.arrayContaining(calls));
  },
);
