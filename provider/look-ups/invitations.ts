import { z } from "zod";
import type { Invitation } from "../client/index.js";
import type { LookUp } from "./look-up.js";

export const getInvitations: LookUp<Record<string, never>, readonly Invitation[]> = {
  args: z.strictObject({}),
  find: async (desk, _, fresh) => (await desk.cloudOne()).invitations.all(fresh),
};
