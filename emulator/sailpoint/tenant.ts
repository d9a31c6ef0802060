import type { Clock } from "../clock.js";
import { randomUuid } from "../random-uuid.js";
import type { SailPointAccount, SailPointSeed } from "./account-object.js";

/** A SailPoint tenant: its accounts, its one client, and the tokens it has issued. */
export class SailPointTenant {
  /** By id, live. */
  readonly accounts: Map<string, SailPointAccount>;
  readonly clientId: string;
  #clientSecret: string;
  /** When each token expires, in milliseconds of the clock. */
  readonly #tokens = new Map<string, number>();
  readonly #clock: Clock;
  readonly #random: () => number;

  constructor(seed: SailPointSeed, clock: Clock, random: () => number) {
    this.accounts = new Map(seed.accounts.map((account) => [account.id, account]));
    this.clientId = seed.clientId;
    this.#clientSecret = seed.clientSecret;
    this.#clock = clock;
    this.#random = random;
  }

  accepts(clientId: string, clientSecret: string): boolean {
    return clientId === this.clientId && clientSecret === this.#clientSecret;
  }

  issueToken(seconds: number): string {
    const part = () => Buffer.from(randomUuid(this.#random)).toString("base64url");
    const token = `eyJhbGciOiJIUzI1NiJ9.${part()}.${part()}`;
    this.#tokens.set(token, this.#clock.now() + seconds * 1000);
    return token;
  }

  isGood(token: string): boolean {
    return this.#clock.now() < (this.#tokens.get(token) ?? 0);
  }

  rotateSecret(clientSecret: string): void {
    this.#clientSecret = clientSecret;
  }

  revokeTokens(): void {
    this.#tokens.clear();
  }
}
