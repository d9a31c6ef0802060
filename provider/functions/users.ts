import { z } from "zod";
import type { User } from "../client/index.js";
import { email, foldEmail, roleId, userId } from "../plan/args/fields.js";
import { didYouMean, nearestEmail } from "../plan/text/nearest.js";
import type { CloudOneContext } from "./function-context.js";
import { FunctionError, type ProviderFunction } from "./provider-function.js";

export const getUserArgs = z
  .strictObject({ email: email.optional(), userId: userId.optional() })
  .refine((args) => (args.email === undefined) !== (args.userId === undefined), {
    error: "exactly one of email and userId must be given",
  });

export const getUser: ProviderFunction<z.infer<typeof getUserArgs>, User> = {
  args: getUserArgs,
  async find(context, { email, userId = "" }, fresh) {
    const account = await context.cloudOne();
    if (email === undefined) {
      const user = await account.users.one(userId, fresh);
      if (user === undefined) throw new FunctionError(`there is no user with the id ${userId} in ${account.place}.`);
      return user;
    }
    const user = fresh ? await byEmailAnew(account, email) : await account.session.inventory.userByEmail(email);
    if (user !== undefined) return user;
    const meant = nearestEmail(
      email,
      (await account.session.inventory.users.all()).map((one) => one.email),
    );
    throw new FunctionError(
      `there is no user with the email ${email} in ${account.place} (the complete list was searched twice)` +
        (meant === undefined ? "." : didYouMean(meant)),
    );
  },
};

export const getUsersArgs = z.strictObject({ roleId: roleId.optional() });

export const getUsers: ProviderFunction<z.infer<typeof getUsersArgs>, readonly User[]> = {
  args: getUsersArgs,
  async find(context, { roleId }, fresh) {
    const { users } = await context.cloudOne();
    return roleId === undefined ? users.all(fresh) : users.ofRole(roleId, fresh);
  },
};

/** Undefined only after two complete walks, as everywhere. */
async function byEmailAnew({ users, place }: CloudOneContext, email: string): Promise<User | undefined> {
  for (const _ of ["once", "again"]) {
    const [user, ...others] = (await users.all(true)).filter((one) => foldEmail(one.email) === foldEmail(email));
    if (others.length > 0)
      throw new FunctionError(`several users have the email ${email} in ${place}: use userId instead.`);
    if (user !== undefined) return user;
  }
  return undefined;
}
