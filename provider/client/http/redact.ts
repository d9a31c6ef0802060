import type { ApiKeyParts } from "../settings/api-key.js";

/** Makes foreign words fit to show: one line, of bounded length, without control characters and without the key's secret. */
export type Redact = (text: string, maxLength?: number) => string;

const MAX_LENGTH = 300;
/** What is looked at of a huge body. */
const EXCERPT = 20_000;
const REMOVED = "[removed]";

/** Invisible and private characters: they could move a terminal's cursor, or hide in a secret's middle. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu;
const AUTHORIZATION = /authorization["']?\s*[:=]\s*["']?(?:apikey\s+|bearer\s+|basic\s+)?[^\s"',;}]*/gi;

export function createRedact(key: ApiKeyParts): Redact {
  const forms = spellings(key);
  const secrets = new RegExp(forms.map(escaped).join("|"), "gi");
  const longest = forms[0]?.length ?? 0;
  return (text, maxLength = MAX_LENGTH) => {
    const clean = text
      .slice(0, EXCERPT)
      .replace(/\s+/g, " ")
      .replace(UNPRINTABLE, "")
      .replace(secrets, REMOVED)
      .replace(AUTHORIZATION, REMOVED);
    // The excerpt may end within a secret, which is then not recognized.
    const whole = (text.length <= EXCERPT ? clean : clean.slice(0, Math.max(0, clean.length - longest))).trim();
    return whole.length <= maxLength ? whole : `${whole.slice(0, maxLength).trimEnd()}…`;
  };
}

/** The ways in which an echo may write the secret, the longest first. */
function spellings({ id, secret }: ApiKeyParts): string[] {
  const written = [`${id}:${secret}`, secret].flatMap((text) => [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
    Buffer.from(text).toString("base64").replace(/=+$/, ""),
  ]);
  return [...new Set(written)].sort((a, b) => b.length - a.length);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
