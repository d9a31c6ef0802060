import type { ApiKeyParts } from "../settings/api-key.js";
import { concealSecrets } from "./conceal-secrets.js";

/** Makes foreign words safe to show: one line, of limited length, without control characters and without the key's secret. */
export type Redact = (text: string, maxLength?: number) => string;

const MAX_LENGTH = 300;
/** How much of a huge body is read. */
const EXCERPT = 20_000;
const REMOVED = "[removed]";

/** Invisible and private characters: they could move a terminal's cursor, or hide in a secret's middle. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu;
const QUOTE = /(?:["'\\]|&quot;|&#34;|&#39;|%22)*/.source;
const AUTHORIZATION = new RegExp(
  `authorization${QUOTE}\\s*(?:[:=]|&#58;|&colon;|%3A)\\s*${QUOTE}(?:apikey\\s+|bearer\\s+|basic\\s+)?[^\\s"',;}]*`,
  "gi",
);

export function createRedact({ id, secret }: ApiKeyParts): Redact {
  const conceal = concealSecrets([`${id}:${secret}`, secret]);
  return (text, maxLength = MAX_LENGTH) => {
    const clean = conceal(text.slice(0, EXCERPT))
      .replace(/\s+/g, " ")
      .replace(UNPRINTABLE, "")
      .replace(AUTHORIZATION, REMOVED);
    // The excerpt may end in the middle of a secret, which would then go unrecognized.
    const whole = (text.length <= EXCERPT ? clean : clean.slice(0, Math.max(0, clean.length - conceal.longest))).trim();
    return whole.length <= maxLength ? whole : `${whole.slice(0, maxLength).trimEnd()}…`;
  };
}
