import { z } from "zod";
import { reads } from "../api/wire-reader.js";
import type { Clock } from "../clock.js";
import { concealSecrets } from "../http/conceal-secrets.js";
import type { Send } from "../http/request.js";
import type { ClientCredentials } from "./client-credentials.js";

export const TOKEN_PATH = "/oauth/token";

/** A token is renewed so long before it ends, or at half its life where that is shorter. */
const MARGIN_SECONDS = 60;

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  /** Seconds. Where it is missing, the token is used until SailPoint refuses it. */
  expires_in: z.number().positive().nullish(),
});

interface Token {
  value: string;
  /** Takes it out, however it is written. */
  conceal(text: string): string;
  renewAt: number;
}

/** The access token of one client: fetched once for all who need it, and again before it ends. */
export class Tokens {
  readonly #send: Send;
  readonly #clock: Clock;
  readonly #form: Record<string, string>;
  #token: Token | undefined;
  #pending: Promise<Token> | undefined;

  constructor(send: Send, clock: Clock, { clientId, clientSecret }: ClientCredentials) {
    this.#send = send;
    this.#clock = clock;
    // In the body: what stands in a URL ends up in logs.
    this.#form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  }

  /** A token that is good for now. */
  async current(): Promise<string> {
    if (this.#token !== undefined && this.#clock.now() < this.#token.renewAt) return this.#token.value;
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined;
    });
    return (await this.#pending).value;
  }

  /** Notes that SailPoint refused this token; one that was fetched meanwhile stays. */
  refused(value: string): void {
    if (this.#token?.value === value) this.#token = undefined;
  }

  /** The text without any token. */
  conceal(text: string): string {
    const known = this.#token === undefined ? text : this.#token.conceal(text);
    // Any other one in the form that SailPoint gives them (JWT).
    return known.replace(/eyJ[\w-]{8,}(\.[\w-]*)*/g, "[removed]");
  }

  async #fetch(): Promise<Token> {
    const askedAt = this.#clock.now();
    const { access_token, expires_in } = await this.#send({
      method: "POST",
      path: TOKEN_PATH,
      form: this.#form,
      idempotent: true,
      result: reads(tokenAnswer),
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
