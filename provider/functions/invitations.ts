import { z } from "zod";
import type { Invitation } from "../client/index.js";
import type { ProviderFunction } from "./provider-function.js";

export const getInvitations: ProviderFunction<Record<string, never>, readonly Invitation[]> = {
  args: z.strictObject({}),
  find: async (context, _, fresh) => (await context.cloudOne()).invitations.all(fresh),
};
