import { z } from "zod";
import type { SamlUser } from "../client/index.js";
import { roleId, seen } from "../plan/fields.js";
import type { CloudOneContext } from "./function-context.js";
import { FunctionError, type ProviderFunction } from "./provider-function.js";

export const getSamlUserArgs = z.strictObject({
  samlUserId: seen("a SAML user's id is the end of their URN").min(1, "a SAML user's id is the end of their URN"),
});

export const getSamlUser: ProviderFunction<z.infer<typeof getSamlUserArgs>, SamlUser> = {
  args: getSamlUserArgs,
  async find(desk, { samlUserId }, fresh) {
    const open = await desk.cloudOne();
    refuseOff(open);
    const user = await open.samlUsers.one(samlUserId, fresh);
    if (user === undefined) throw new FunctionError(`there is no SAML user ${samlUserId} in ${open.place}.`);
    return user;
  },
};

export const getSamlUsersArgs = z.strictObject({ roleId: roleId.optional() });

export const getSamlUsers: ProviderFunction<z.infer<typeof getSamlUsersArgs>, readonly SamlUser[]> = {
  args: getSamlUsersArgs,
  async find(desk, { roleId }, fresh) {
    const open = await desk.cloudOne();
    refuseOff(open);
    // The list has no filter of the API's.
    const all = await open.samlUsers.all(fresh);
    return roleId === undefined ? all : all.filter((user) => user.roleID === roleId);
  },
};

function refuseOff({ session }: CloudOneContext): void {
  if (session.config.samlUsers !== "off") return;
  throw new FunctionError("cloudone:samlUsers (CLOUDONE_SAML_USERS) is off, so nobody was asked for SAML users.");
}
