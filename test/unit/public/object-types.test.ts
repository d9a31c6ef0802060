import { expect, test } from "@jest/globals";
import type { z } from "zod";
import type { sailPointAccountSeed } from "../../../emulator/sailpoint/account.js";
import type { SailPointAccount as Emulated, SailPointAccountSeed } from "../../../emulator/sailpoint/account-object.js";
import type { seedSchema } from "../../../emulator/seed.js";
import type { Seed } from "../../../emulator/seed-input.js";
import type { Switches } from "../../../emulator/switch-positions.js";
import type { switchTable } from "../../../emulator/switches.js";
import type { accountSchema } from "../../../provider/client/api/accounts.js";
import type { apiKeySchema } from "../../../provider/client/api/api-keys.js";
import type { invitationSchema } from "../../../provider/client/api/invitations.js";
import type { Account, ApiKey, Invitation, Role, SamlUser, User } from "../../../provider/client/api/objects.js";
import type { roleSchema } from "../../../provider/client/api/roles.js";
import type { samlUserSchema } from "../../../provider/client/api/saml-users.js";
import type { userSchema } from "../../../provider/client/api/users.js";
import type { SailPointAccount } from "../../../provider/client/sailpoint/account.js";
import type { sailPointAccountSchema } from "../../../provider/client/sailpoint/account-schema.js";

/** Whether two types agree on every property, with and without an index signature. */
type Same<A, B> = [A] extends [B]
  ? [B] extends [A]
    ? Named<A> extends Named<B>
      ? Named<B> extends Named<A>
        ? true
        : "names"
      : "names"
    : "more"
  : "less";
/** An object's property names without its index signature, with optional ones listed separately. */
type Named<T> = {
  [Key in keyof T as string extends Key ? never : Key]-?: undefined extends T[Key] ? "optional" : "required";
};

/** The compiler is the test: a line fails to compile if a type and its schema differ. */
const held: Record<string, true> = {
  Account: true satisfies Same<Account, z.output<typeof accountSchema>>,
  ApiKey: true satisfies Same<ApiKey, z.output<typeof apiKeySchema>>,
  Invitation: true satisfies Same<Invitation, z.output<typeof invitationSchema>>,
  Role: true satisfies Same<Role, z.output<typeof roleSchema>>,
  SamlUser: true satisfies Same<SamlUser, z.output<typeof samlUserSchema>>,
  User: true satisfies Same<User, z.output<typeof userSchema>>,
  SailPointAccount: true satisfies Same<SailPointAccount, z.output<typeof sailPointAccountSchema>>,
  Seed: true satisfies Same<Seed, z.input<typeof seedSchema>>,
  SailPointAccountSeed: true satisfies Same<SailPointAccountSeed, z.input<typeof sailPointAccountSeed>>,
  EmulatedSailPointAccount: true satisfies Same<Emulated, z.output<typeof sailPointAccountSeed>>,
  Switches: true satisfies Same<
    Switches,
    { -readonly [Name in keyof typeof switchTable]: z.output<(typeof switchTable)[Name]["schema"]> }
  >,
};

test("the public types are those of the schemas", () => {
  expect(Object.values(held)).not.toContain(false);
});
