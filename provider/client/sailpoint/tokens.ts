import { z } from "zod";
import { reads } from "../api/wire-reader.js";
import type { Clock } from "../clock.js";
import { concealSecrets } from "../http/conceal-secrets.js";
import type { Send } from "../http/request.js";
import type { ClientCredentials } from "./client-credentials.js";

export const TOKEN_PATH = "/oauth/token";

/** How long before it expires a token is renewed; at half its life if that is shorter. */
const MARGIN_SECONDS = 60;

const tokenResponse = z.looseObject({
  access_token: z.string().min(1),
  /** Seconds. If it is missing, the token is used until SailPoint refuses it. */
  expires_in: z.number().positive().nullish(),
});

interface Token {
  value: string;
  /** Removes it from a string, however it is written. */
  conceal(text: string): string;
  renewAt: number;
}

/** The access token of one client: fetched once for all requests, and again before it expires. */
export class Tokens {
  readonly #send: Send;
  readonly #clock: Clock;
  readonly #form: Record<string, string>;
  #token: Token | undefined;
  #pending: Promise<Token> | undefined;

  constructor(send: Send, clock: Clock, { clientId, clientSecret }: ClientCredentials) {
    this.#send = send;
    this.#clock = clock;
    // In the body: URLs end up in logs.
    this.#form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  }

  /** A token that is currently valid. */
  async current(): Promise<string> {
    if (this.#token !== undefined && this.#clock.now() < this.#token.renewAt) return this.#token.value;
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined;
    });
    return (await this.#pending).value;
  }

  /** Records that SailPoint refused this token; one fetched in the meantime stays. */
  refused(value: string): void {
    if (this.#token?.value === value) this.#token = undefined;
  }

  /** The string without any token. */
  conceal(text: string): string {
    const known = this.#token === undefined ? text : this.#token.conceal(text);
    // Any other token in the form that SailPoint issues (JWT).
    return known.replace(/eyJ[\w-]{8,}(\.[\w-]*)*/g, "[removed]");
  }

  async #fetch(): Promise<Token> {
    const askedAt = this.#clock.now();
    const { access_token, expires_in } = await this.#send({
      method: "POST",
      path: TOKEN_PATH,
      form: this.#form,
      idempotent: true,
      result: reads(tokenResponse),
    });
    const seconds = expires_in ?? Number.MAX_SAFE_INTEGER;
    const margin = Math.min(MARGIN_SECONDS, seconds / 2);
    this.#token = {
      value: access_token,
      conceal: concealSecrets([access_token]),
      renewAt: askedAt + (seconds - margin) * 1000,
    };
    return this.#token;
  }
}
