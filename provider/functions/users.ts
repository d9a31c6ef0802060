import { z } from "zod";
import type { User } from "../client/index.js";
import { email, foldEmail, roleId, userId } from "../plan/fields.js";
import type { CloudOneContext } from "./function-context.js";
import { FunctionError, type ProviderFunction } from "./provider-function.js";

export const getUserArgs = z
  .strictObject({ email: email.optional(), userId: userId.optional() })
  .refine((args) => (args.email === undefined) !== (args.userId === undefined), {
    error: "exactly one of email and userId says who is looked for",
  });

export const getUser: ProviderFunction<z.infer<typeof getUserArgs>, User> = {
  args: getUserArgs,
  async find(desk, { email, userId = "" }, fresh) {
    const open = await desk.cloudOne();
    if (email === undefined) {
      const user = await open.users.one(userId, fresh);
      if (user === undefined) throw new FunctionError(`there is no user with the id ${userId} in ${open.place}.`);
      return user;
    }
    const user = fresh ? await byEmailAnew(open, email) : await open.session.inventory.userByEmail(email);
    if (user !== undefined) return user;
    throw new FunctionError(
      `there is no user with the email ${email} in ${open.place} (looked through the complete list twice).`,
    );
  },
};

export const getUsersArgs = z.strictObject({ roleId: roleId.optional() });

export const getUsers: ProviderFunction<z.infer<typeof getUsersArgs>, readonly User[]> = {
  args: getUsersArgs,
  async find(desk, { roleId }, fresh) {
    const { users } = await desk.cloudOne();
    return roleId === undefined ? users.all(fresh) : users.ofRole(roleId, fresh);
  },
};

/** "None" rests on two complete walks, as everywhere. */
async function byEmailAnew({ users, place }: CloudOneContext, email: string): Promise<User | undefined> {
  for (const _ of ["once", "again"]) {
    const [user, ...others] = (await users.all(true)).filter((one) => foldEmail(one.email) === foldEmail(email));
    if (others.length > 0) throw new FunctionError(`several users have the email ${email} in ${place}: ask by userId.`);
    if (user !== undefined) return user;
  }
  return undefined;
}
