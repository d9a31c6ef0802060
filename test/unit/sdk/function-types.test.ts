import { expect, test } from "@jest/globals";
import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { getAccountArgs } from "../../../provider/functions/accounts.js";
import type { getApiKeyArgs, getApiKeysArgs } from "../../../provider/functions/api-keys.js";
import type { serviceRoleUrnArgs } from "../../../provider/functions/caller.js";
import type { getRoleArgs } from "../../../provider/functions/roles.js";
import type { sailPointAccountArgs, sailPointAccountsArgs } from "../../../provider/functions/sailpoint.js";
import type { getSamlUserArgs, getSamlUsersArgs } from "../../../provider/functions/saml-users.js";
import type { getUserArgs, getUsersArgs } from "../../../provider/functions/users.js";
import type * as cloudone from "../../../sdk/index.js";

/** Ignores the difference between an absent and an undefined property, as zod does. */
type Loose<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** `Args` are the schema's, and `OutputArgs` the same with inputs. */
type Agree<Schema extends z.ZodType, Args, OutputArgs> = Same<Loose<Required<z.input<Schema>>>, Loose<Required<Args>>> &
  Same<OutputArgs, { [Key in keyof Args]: pulumi.Input<Exclude<Args[Key], undefined>> }>;

const agree: [
  Agree<typeof getRoleArgs, cloudone.GetRoleArgs, cloudone.GetRoleOutputArgs>,
  Agree<typeof getUserArgs, cloudone.GetUserArgs, cloudone.GetUserOutputArgs>,
  Agree<typeof getUsersArgs, cloudone.GetUsersArgs, cloudone.GetUsersOutputArgs>,
  Agree<typeof getAccountArgs, cloudone.GetAccountArgs, cloudone.GetAccountOutputArgs>,
  Agree<typeof getApiKeyArgs, cloudone.GetApiKeyArgs, cloudone.GetApiKeyOutputArgs>,
  Agree<typeof getApiKeysArgs, cloudone.GetApiKeysArgs, cloudone.GetApiKeysOutputArgs>,
  Agree<typeof getSamlUserArgs, cloudone.GetSamlUserArgs, cloudone.GetSamlUserOutputArgs>,
  Agree<typeof getSamlUsersArgs, cloudone.GetSamlUsersArgs, cloudone.GetSamlUsersOutputArgs>,
  Agree<typeof sailPointAccountArgs, cloudone.sailpoint.GetAccountArgs, cloudone.sailpoint.GetAccountOutputArgs>,
  Agree<typeof sailPointAccountsArgs, cloudone.sailpoint.GetAccountsArgs, cloudone.sailpoint.GetAccountsOutputArgs>,
  Same<Loose<Required<z.input<typeof serviceRoleUrnArgs>>>, Loose<Required<cloudone.ServiceRoleUrnArgs>>>,
] = [true, true, true, true, true, true, true, true, true, true, true];

test("the arguments of functions are those of their schemas (tsc checks this; the values exist only for it)", () => {
  expect(agree).toHaveLength(11);
});
