import { html } from "hono/html";
import type { Markup } from "../report/page.js";
import { breakable, cardTable } from "../report/table-markup.js";
import type { AccessReport, Principal } from "./access-report.js";
import type { ServiceMatrix } from "./service-matrix.js";

const HEAD = ["Role", "Enabled", "Disabled", "API keys", "SAML", "Total", "Services"];
const COUNTED = ["enabled users", "disabled users", "API keys", "SAML users", "in all"];

/** The roles with how many hold each, and the services that it reaches; a last row adds them up. */
export function rolesTable({ roles, principals }: AccessReport, { columns, byRole }: ServiceMatrix): Markup {
  const holders = Map.groupBy(principals, ({ roleId }) => roleId);
  const known = new Set(roles.map(({ id }) => id));
  const listed = [
    ...roles,
    ...[...holders.keys()].filter((id) => !known.has(id)).map((id) => ({ id, name: "", isAdmin: false })),
  ];
  const rows = listed.map(({ id, name, isAdmin }) => {
    const services = (byRole.get(id) ?? []).map(([at, what]) => `${columns[at] ?? ""} ${what}`.trim());
    return [
      html`${breakable(name || id)} <small>${name && name !== id ? breakable(id) : ""}</small>${isAdmin ? html` <small class="warn">admin</small>` : ""}`,
      ...counts(holders.get(id) ?? []),
      services.length === 0
        ? "none"
        : html`${services.map((service, n) => html`<span class="whole">${service}${n < services.length - 1 ? "," : ""}</span> `)}`,
    ];
  });
  return html`${cardTable("Roles, and how many hold each", HEAD, rows)}
<p class="dim">All roles: ${COUNTED.map((what, n) => `${counts(principals)[n]} ${what}`).join(", ")}.</p>`;
}

function counts(principals: readonly Principal[]): string[] {
  const of = (kind: Principal["kind"], state?: (state: string | null) => boolean) =>
    String(principals.filter((one) => one.kind === kind && (state === undefined || state(one.state))).length);
  return [
    of("user", (state) => state === "enabled"),
    of("user", (state) => state !== "enabled"),
    of("apiKey"),
    of("samlUser"),
    String(principals.length),
  ];
}
