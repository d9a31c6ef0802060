import { z } from "zod";
import type { SamlUser } from "../client/index.js";
import { roleId, seen } from "../plan/args/fields.js";
import type { CloudOneContext } from "./function-context.js";
import { FunctionError, type ProviderFunction } from "./provider-function.js";

export const getSamlUserArgs = z.strictObject({
  samlUserId: seen("a SAML user's id is the last part of their URN").min(
    1,
    "a SAML user's id is the last part of their URN",
  ),
});

export const getSamlUser: ProviderFunction<z.infer<typeof getSamlUserArgs>, SamlUser> = {
  args: getSamlUserArgs,
  async find(context, { samlUserId }, fresh) {
    const account = await context.cloudOne();
    refuseOff(account);
    const user = await account.samlUsers.one(samlUserId, fresh);
    if (user === undefined) throw new FunctionError(`there is no SAML user ${samlUserId} in ${account.place}.`);
    return user;
  },
};

export const getSamlUsersArgs = z.strictObject({ roleId: roleId.optional() });

export const getSamlUsers: ProviderFunction<z.infer<typeof getSamlUsersArgs>, readonly SamlUser[]> = {
  args: getSamlUsersArgs,
  async find(context, { roleId }, fresh) {
    const account = await context.cloudOne();
    refuseOff(account);
    // The API cannot filter this list.
    const all = await account.samlUsers.all(fresh);
    return roleId === undefined ? all : all.filter((user) => user.roleID === roleId);
  },
};

function refuseOff({ session }: CloudOneContext): void {
  if (session.config.samlUsers !== "off") return;
  throw new FunctionError("cloudone:samlUsers (CLOUDONE_SAML_USERS) is off, so SAML users are not read.");
}
