import { Hono } from "hono";
import { z } from "zod";
import { timestamp } from "../timestamp.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";
import { replaces } from "./modify-semantics.js";
import type { Account } from "./objects.js";
import { Refusal } from "./refusal.js";
import { readBody } from "./request-body.js";
import type { Tenant } from "./store.js";
import { accountToWire } from "./to-wire.js";

const modifyBody = z.object({
  alias: z.string().optional(),
  locale: z.enum(["en", "ja"], "must be en or ja").optional(),
  timezone: z.string().refine(isTimezone, "must be the name of an IANA time zone").optional(),
  region: z.string().optional(),
  mfaRequired: z.boolean().optional(),
});

/** The account: describe, modify, delete. Accounts cannot be listed or created. */
export function accounts(context: CloudOneContext): Hono<CloudOneEnv> {
  const { switches, clock } = context;

  return new Hono<CloudOneEnv>()
    .get("/:id", (c) =>
      c.json(accountToWire(own(c.get("tenant"), c.req.param("id"), switches.foreignAccount), switches)),
    )
    .post("/:id", async (c) => {
      const account = own(c.get("tenant"), c.req.param("id"), switches.foreignAccount);
      const { region, ...body } = await readBody(c, modifyBody, switches);
      if (region !== undefined && region !== account.region && switches.regionChange === "refused") {
        const fields = { region: "cannot be changed" };
        throw new Refusal(400, `The account is locked to the region ${account.region}.`, { fields });
      }
      const defaults = replaces("accounts", switches)
        ? { alias: "", locale: "en", timezone: "UTC", mfaRequired: false }
        : {};
      Object.assign(account, defaults, JSON.parse(JSON.stringify(body)), { lastModified: timestamp(clock.now()) });
      return c.json(accountToWire(account, switches));
    })
    .delete("/:id", (c) => {
      const account = own(c.get("tenant"), c.req.param("id"), 403);
      account.state = "suspended";
      account.lastModified = timestamp(clock.now());
      const message =
        "Account is suspended and will be deleted in 30 days, please contact support if you want to recover this account";
      return c.json({ message }, 202);
    });
}

function own({ account }: Tenant, id: string, foreign: 403 | 404): Account {
  if (!/^\d{12}$/.test(id)) throw new Refusal(400, "An account id has 12 digits.");
  if (id !== account.id) throw new Refusal(foreign, `There is no account ${id} for this API key.`);
  return account;
}

/** Node knows every name in the IANA database, including aliases; offsets such as +01:00 are not names. */
function isTimezone(name: string): boolean {
  try {
    return /^[A-Z]/.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
