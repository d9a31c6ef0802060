import { z } from "zod";
import { NotFoundError, type SailPointAccount } from "../client/index.js";
import { seen } from "../plan/args/fields.js";
import { FunctionError, type ProviderFunction } from "./provider-function.js";

export const sailPointAccountArgs = z.strictObject({
  id: seen("an account's id must be a string").min(1, "an account's id must not be empty"),
});

export const sailPointAccount: ProviderFunction<z.infer<typeof sailPointAccountArgs>, SailPointAccount> = {
  args: sailPointAccountArgs,
  async find(context, { id }, fresh) {
    const sailPoint = context.sailPoint();
    const describe = () => sailPoint.accounts.describe(id);
    try {
      return await (fresh ? describe() : context.once(`id ${id}`, describe));
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      throw new FunctionError(`there is no account ${id} in SailPoint at ${sailPoint.baseUrl}: ${error.message}`, {
        cause: error,
      });
    }
  },
};

export const sailPointAccountsArgs = z.strictObject({
  filters: z
    .string({ error: "filters must be a string in SailPoint's filter syntax" })
    .regex(/\S/, "filters is empty: leave it out to list all accounts")
    .optional(),
});

export const sailPointAccounts: ProviderFunction<z.infer<typeof sailPointAccountsArgs>, SailPointAccount[]> = {
  args: sailPointAccountsArgs,
  async find(context, { filters }, fresh) {
    const { accounts } = context.sailPoint();
    const list = () => Array.fromAsync(accounts.list(filters === undefined ? {} : { filters }));
    return fresh ? list() : context.once(`filters ${filters ?? ""}`, list);
  },
};
