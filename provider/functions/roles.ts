import { z } from "zod";
import type { Role } from "../client/index.js";
import { roleId } from "../plan/args/fields.js";
import { FunctionError, type ProviderFunction } from "./provider-function.js";

export const getRoleArgs = z.strictObject({ roleId });

export const getRole: ProviderFunction<z.infer<typeof getRoleArgs>, Role> = {
  args: getRoleArgs,
  async find(context, { roleId }, fresh) {
    const { roles, place } = await context.cloudOne();
    const role = await roles.one(roleId, fresh);
    if (role === undefined) throw new FunctionError(`there is no role ${roleId} in ${place}.`);
    return role;
  },
};

export const getRoles: ProviderFunction<Record<string, never>, readonly Role[]> = {
  args: z.strictObject({}),
  find: async (context, _, fresh) => (await context.cloudOne()).roles.all(fresh),
};
