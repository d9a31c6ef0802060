import { ConfigError } from "../errors/config-error.js";

/** The two halves of an API key. */
export interface ApiKeyParts {
  /** May be shown. */
  id: string;
  /** Must never be shown. */
  secret: string;
}

/**
 * Splits `<keyId>:<secret>` at the first colon; surrounding space is dropped.
 * @throws ConfigError that says what is wrong and contains no part of the key.
 */
export function parseApiKey(text: string): ApiKeyParts {
  const key = text.trim();
  const colon = key.indexOf(":");
  const defect = defectOf(key, colon);
  if (defect !== undefined) {
    throw new ConfigError(
      `The API key (cloudone:apiKey, CLOUDONE_API_KEY) must be <keyId>:<secret>, as Cloud One shows it when the key is created; ${defect}.`,
    );
  }
  return { id: key.slice(0, colon), secret: key.slice(colon + 1) };
}

function defectOf(key: string, colon: number): string | undefined {
  if (key === "") return "it is empty";
  if (colon === -1) return "it has no colon";
  if (colon === 0) return "the part before the colon is empty";
  if (colon === key.length - 1) return "the part after the colon is empty";
  // A header cannot contain anything else.
  if (!/^[\x21-\x7e]+$/.test(key)) return "it has a space, a line break or a character that no key has";
  return undefined;
}
