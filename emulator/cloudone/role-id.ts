import { z } from "zod";

/** A role id as the vendor documents it. */
export const roleId = z.string().regex(/^[a-z0-9-]+$/, "must be lower-case letters, digits and hyphens");
