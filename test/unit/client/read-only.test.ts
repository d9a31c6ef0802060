import { expect, test } from "@jest/globals";
import { ReadOnlyError } from "../../../provider/client/index.js";
import { caught } from "./caught.js";
import { json, USER } from "./scripted-transport.js";
import { session } from "./session.js";

const ROLE = { id: "r", name: "R", description: "", serviceRoleURNs: [] };
const ACCOUNT = { alias: "a", locale: "en", timezone: "UTC", region: "us-1", mfaRequired: true };

test("a read-only client refuses every write before it is sent, and names the setting and the request", async () => {
  const { cloudOne, run, requests } = session([json(200, USER)], { readOnly: true });
  const { accounts, users, roles, invitations } = cloudOne;
  const writes: [string, Promise<unknown>][] = [
    ["POST /accounts/1", accounts.modify("1", ACCOUNT)],
    ["DELETE /accounts/1", accounts.delete("1")],
    ["POST /users/u1", users.modify("u1", { roleID: "r" })],
    ["DELETE /users/u1", users.delete("u1")],
    ["POST /roles", roles.create(ROLE)],
    ["POST /roles/r", roles.modify("r", ROLE)],
    ["DELETE /roles/r", roles.delete("r")],
    ["POST /invitations", invitations.create({ email: "a@example.com", roleID: "r" })],
  ];
  for (const [request, write] of writes) {
    const { message } = await caught(ReadOnlyError, run(write));
    expect(message).toContain(`${request} was not sent`);
    expect(message).toContain("cloudone:readOnly (CLOUDONE_READ_ONLY)");
  }
  expect(requests).toHaveLength(0);
  await run(users.describe("u1"));
  expect(requests).toHaveLength(1);
});
