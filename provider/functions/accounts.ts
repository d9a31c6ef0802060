import { z } from "zod";
import { type Account, NotFoundError } from "../client/index.js";
import { accountId } from "../plan/args/fields.js";
import { FunctionError, type ProviderFunction } from "./provider-function.js";

export const getAccountArgs = z.strictObject({ accountId: accountId.optional() });

export const getAccount: ProviderFunction<z.infer<typeof getAccountArgs>, Account> = {
  args: getAccountArgs,
  async find(context, given, fresh) {
    const { session, place } = await context.cloudOne();
    const accountId = given.accountId ?? (await session.proof.owner()).accountId;
    const describe = () => session.client.accounts.describe(accountId);
    try {
      return await (fresh ? describe() : context.once(`account ${accountId}`, describe));
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      throw new FunctionError(`there is no account ${accountId} that can be seen from ${place}.`, { cause: error });
    }
  },
};
