import { z } from "zod";
import type { Role } from "../client/index.js";
import { roleId } from "../plan/fields.js";
import { type LookUp, LookUpError } from "./look-up.js";

export const getRoleArgs = z.strictObject({ roleId });

export const getRole: LookUp<z.infer<typeof getRoleArgs>, Role> = {
  args: getRoleArgs,
  async find(desk, { roleId }, fresh) {
    const { roles, place } = await desk.cloudOne();
    const role = await roles.one(roleId, fresh);
    if (role === undefined) throw new LookUpError(`there is no role ${roleId} in ${place}.`);
    return role;
  },
};

export const getRoles: LookUp<Record<string, never>, readonly Role[]> = {
  args: z.strictObject({}),
  find: async (desk, _, fresh) => (await desk.cloudOne()).roles.all(fresh),
};
