import { Hono } from "hono";
import { z } from "zod";
import { foldEmail } from "../fold-email.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";
import { knownRole } from "./known-role.js";
import { listPage } from "./list-page.js";
import { newInvitation } from "./new-objects.js";
import type { Invitation } from "./objects.js";
import { Refusal } from "./refusal.js";
import { readBody } from "./request-body.js";
import { roleId } from "./role-id.js";
import type { Tenant } from "./store.js";
import { invitationToWire } from "./to-wire.js";

const inviteBody = z.object({ email: z.email("must be an email address"), roleID: roleId });

/** Invitations: list, create. The API cannot withdraw one. */
export function invitations(context: CloudOneContext): Hono<CloudOneEnv> {
  const { switches, clock, lag } = context;
  const isPending = ({ expiry, state }: Invitation) => state === "invited" && Date.parse(expiry) > clock.now();
  const isShown = (one: Invitation) => {
    if (one.state === "accepted") return switches.acceptedInvitations === "listed";
    return switches.expiredInvitations === "listed" || isPending(one);
  };

  const refuseKnown = (tenant: Tenant, email: string) => {
    const same = (other: { email: string }) => foldEmail(other.email) === foldEmail(email);
    const allowed = switches.duplicateInvitation === "allowed";
    const status = switches.duplicateInvitation === 409 ? 409 : 400;
    if ([...tenant.users.values()].some(same)) throw new Refusal(status, `${email} already is a user of the account.`);
    if (!allowed && [...tenant.invitations.values()].some((one) => isPending(one) && same(one))) {
      throw new Refusal(status, `${email} already has an invitation.`);
    }
  };

  return new Hono<CloudOneEnv>()
    .get("/", (c) =>
      listPage(c, context, {
        kind: "invitations",
        property: "invitations",
        accepts: switches.invitationsPaged ? ["cursor", "limit"] : [],
        live: c.get("tenant").invitations,
        includes: isShown,
        toWire: (one) => invitationToWire(one, switches),
      }),
    )
    .post("/", async (c) => {
      const tenant = c.get("tenant");
      const body = await readBody(c, inviteBody, switches);
      knownRole(tenant, body.roleID);
      refuseKnown(tenant, body.email);
      const invitation = newInvitation(body, { ...context, account: tenant.account }, switches.invitationDays);
      lag.remember(tenant, "invitations", invitation.id);
      tenant.invitations.set(invitation.id, invitation);
      return c.json(invitationToWire(invitation, switches), 201);
    });
}
