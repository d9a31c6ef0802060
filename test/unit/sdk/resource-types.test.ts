import { expect, test } from "@jest/globals";
import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { accountSettingsSchema } from "../../../provider/plan/account-settings.js";
import type { guardSchema } from "../../../provider/plan/guard/guard.js";
import type { roleSchema } from "../../../provider/plan/roles/role.js";
import type { roleSetSchema } from "../../../provider/plan/roles/role-set.js";
import type { userAssignmentSchema } from "../../../provider/plan/users/user-assignment.js";
import type { userAssignmentSetSchema } from "../../../provider/plan/users/user-assignment-set.js";
import type * as cloudone from "../../../sdk/index.js";

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** Ignores the difference between an absent and an undefined property, at any depth. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Plain<Exclude<T[Key], undefined>> }
    : T;
type OptionalKeys<T> = { [Key in keyof T]-?: Record<never, never> extends Pick<T, Key> ? Key : never }[keyof T];
/** The arguments, awaited at any depth, are the schema's, and the same ones are optional. */
type Agree<Schema extends z.ZodType, Args> = Same<Plain<z.input<Schema>>, Plain<pulumi.Unwrap<Args>>> &
  Same<OptionalKeys<z.input<Schema>>, OptionalKeys<Args>>;

const agree: [
  Agree<typeof roleSchema, cloudone.RoleArgs>,
  Agree<typeof userAssignmentSchema, cloudone.UserAssignmentArgs>,
  Agree<typeof accountSettingsSchema, cloudone.AccountSettingsArgs>,
  Agree<typeof roleSetSchema, cloudone.RoleSetArgs>,
  Agree<typeof userAssignmentSetSchema, cloudone.UserAssignmentSetArgs>,
  Agree<typeof guardSchema, cloudone.GuardArgs>,
] = [true, true, true, true, true, true];

test("the arguments of resources are those of their schemas (tsc checks this; the values exist only for it)", () => {
  expect(agree).toHaveLength(6);
});
