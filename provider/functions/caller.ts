import { z } from "zod";
import { accountId, seen } from "../plan/args/fields.js";
import { urnOf } from "../plan/urn.js";
import type { CallerIdentity } from "./caller-identity.js";
import type { ProviderFunction } from "./provider-function.js";

export const getCaller: ProviderFunction<Record<string, never>, CallerIdentity> = {
  args: z.strictObject({}),
  async find(context) {
    const { accountId, region, apiKeyId, roleId } = await (await context.cloudOne()).session.proof.owner();
    return { accountId, region, apiKeyId, roleId };
  },
};

const name = (what: string) =>
  seen(`${what} must be a string`).regex(
    /^[a-z0-9][a-z0-9-]*$/i,
    `${what} must consist of letters, digits and hyphens`,
  );

export const serviceRoleUrnArgs = z.strictObject({
  service: name("a service"),
  role: name("a service's role"),
  region: name("a region").optional(),
  accountId: accountId.optional(),
});

export const serviceRoleUrn: ProviderFunction<z.infer<typeof serviceRoleUrnArgs>, string> = {
  args: serviceRoleUrnArgs,
  async find(context, { service, role, region, accountId }, fresh) {
    const caller =
      region === undefined || accountId === undefined ? await getCaller.find(context, {}, fresh) : undefined;
    return urnOf({
      service,
      region: region ?? caller?.region ?? "",
      accountId: accountId ?? caller?.accountId ?? "",
      object: `role/${role}`,
    });
  },
};
