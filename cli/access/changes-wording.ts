import { timeText } from "../report/time-text.js";
import type { AccessChange, AccessChanges, AccessInactive, ChangedPrincipal } from "./access-changes.js";
import type { AccessReport } from "./access-report.js";
import { KIND_LABELS } from "./kind-label.js";
import { splitter } from "./matrix.js";

/** Rows of one kind, under their title. */
interface ChangeSection {
  title: string;
  rows: AccessChange[];
}

const TITLES = {
  newAdmins: ["New admins", "Would become admins"],
  joined: ["Joined", "Would join"],
  invited: ["Invited", "Would be invited, and have this once they accept"],
  notKnown: ["Not known", "Not known yet"],
  gained: ["Gained access", "Would gain access"],
  formerAdmins: ["No longer admins", "Would no longer be admins"],
  lost: ["Lost access", "Would lose access"],
  left: ["Left", "Would leave"],
  moved: ["Another role or state, the same access", "Another role or state, the same access"],
} as const;

/** The rows grouped by what a reviewer looks for; each row is in one section. */
export function sectionsOf({ rows, comparedWith }: AccessChanges): ChangeSection[] {
  const by = Map.groupBy(rows, sectionOf);
  return (Object.keys(TITLES) as (keyof typeof TITLES)[]).flatMap((key) => {
    const inIt = by.get(key);
    return inIt === undefined ? [] : [{ title: TITLES[key][comparedWith === "report" ? 0 : 1], rows: inIt }];
  });
}

function sectionOf({ becomesAdmin, ceasesToBeAdmin, change, notKnown, gains }: AccessChange): keyof typeof TITLES {
  if (becomesAdmin) return "newAdmins";
  if (change === "joined" || change === "invited" || change === "moved") return change;
  if (notKnown.length > 0) return "notKnown";
  if (ceasesToBeAdmin && change !== "left") return "formerAdmins";
  if (change === "left") return "left";
  return gains.length > 0 ? "gained" : "lost";
}

/** The changes in one sentence. */
export function changesVerdict({ comparedWith, since, summary }: AccessChanges): string {
  const isReport = comparedWith === "report";
  const counts = [
    [summary.newAdmins, summary.newAdmins === 1 ? "new admin" : "new admins"],
    [summary.formerAdmins, isReport ? "no longer admin" : "would no longer be admin"],
    [summary.joined, isReport ? "joined" : "would join"],
    [summary.invited, isReport ? "invited" : "would be invited"],
    [summary.left, isReport ? "left" : "would leave"],
    [summary.gained, isReport ? "gained access" : "would gain access"],
    [summary.lost, isReport ? "lost access" : "would lose access"],
    [summary.moved, "with another role or state and the same access"],
    [summary.notKnown, "not known"],
  ] as const;
  const counted = counts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  const head = isReport ? `Since ${timeText(since ?? "")}: ` : "This change: ";
  if (counted.length === 0)
    return `${head}no one's access ${isReport ? "has changed" : "would change"}; ${summary.unchanged} unchanged.`;
  return `${head}${counted.join(", ")}; ${summary.unchanged} unchanged.`;
}

/** Everyone of a row in a few words: `40 users and API keys` or the one name. */
export function whoseText({ who }: AccessChange): string {
  const [first] = who;
  if (first !== undefined && who.length === 1) return nameText(first);
  const kinds = [...new Set(who.map(({ kind }) => kind))].map((kind) => NOUNS[kind]);
  return `${who.length} ${new Intl.ListFormat("en").format(kinds)}`;
}

const NOUNS = { user: "users", apiKey: "API keys", samlUser: "SAML users", invitation: "invited people" } as const;

/** A name, with the kind unless it is a user. */
export function nameText({ kind, email, name }: ChangedPrincipal): string {
  const label = kind === "invitation" ? "" : KIND_LABELS[kind];
  return `${email ?? name}${label === "" ? "" : ` (${label})`}`;
}

/** The role and state before and after. */
export function bindingText({ before, after }: AccessChange): string {
  const text = (one: AccessChange["before"]) =>
    one === null ? "" : `${one.roleId}${one.state === "enabled" ? "" : `, ${one.state}`}`;
  if (before === null || after === null) return text(before ?? after);
  const [was, is] = [text(before), text(after)];
  return was === is ? was : `${was} → ${is}`;
}

/** Short names for service role URNs, the same through a whole report. */
export function urnNames({ account, roles }: AccessReport, { rows }: AccessChanges): (urn: string) => string {
  const urns = [...roles.flatMap(({ serviceRoleURNs }) => serviceRoleURNs), ...rows.flatMap(urnsOf)];
  const split = splitter([...new Set(urns)].sort(), account);
  const known = new Map(
    urns.map((urn) => {
      const { service, place, role } = split(urn);
      return [urn, `${service} ${role}`.trim() + place] as const;
    }),
  );
  return (urn) => known.get(urn) ?? urn;
}

function urnsOf({ gains, losses }: AccessChange): string[] {
  return [...gains, ...losses];
}

/** Remarks on the changes: what an update refuses, what is not known, what was not compared. */
export function remarksOf({ refusals, notKnown, notes }: AccessChanges): { isGrave: boolean; text: string }[] {
  return [
    ...refusals.map((text) => ({ isGrave: true, text: `Would be refused: ${text}` })),
    ...notKnown.map((text) => ({ isGrave: true, text: `Not known yet: ${text}` })),
    ...notes.map((text) => ({ isGrave: false, text })),
  ];
}

/** Who is inactive, in one sentence. */
export function inactiveVerdict({ days, rows, disabled, notJudged }: AccessInactive): string {
  const who = rows.length === 1 ? "1 enabled user or key was" : `${rows.length || "No"} enabled users or keys were`;
  return [
    `${who} inactive for ${days} days or more.`,
    disabled > 0 ? `${disabled} more that are disabled are not listed.` : "",
    notJudged > 0 ? `The API shows no activity of SAML users: ${notJudged} not judged.` : "",
  ]
    .filter((text) => text !== "")
    .join(" ");
}

/** When someone was last active. */
export function lastSeen({ lastActivity, created, daysInactive }: AccessInactive["rows"][number]): string {
  if (daysInactive === null) return "not known";
  if (lastActivity !== null) return `${timeText(lastActivity)}, ${daysInactive} days ago`;
  return `never; created ${timeText(created ?? "")}, ${daysInactive} days ago`;
}
