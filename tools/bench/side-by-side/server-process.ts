import { join } from "node:path";
import { execa } from "execa";
import type { Switches } from "pulumi-cloudone/emulator";
import type { Measurement, Scenario } from "./scenario.ts";

/** What the server saw since the last report. */
export type Report = Pick<Measurement, "requests" | "refused" | "roles" | "peakInFlight" | "serverSeconds">;

export type Order = { start: Partial<Switches> } | { report: true };

export interface Address {
  url: string;
  apiKey: string;
}

/** An emulator in a separate process. */
export class ServerProcess {
  readonly #child = execa(join(import.meta.dirname, "server.ts"), {
    node: true,
    nodeOptions: [],
    stdio: "inherit",
    reject: false,
  });

  /** Starts an empty account behind a server that behaves like this, replacing the previous one. */
  start({ latencyMs, requestsPerSecond }: Scenario): Promise<Address> {
    const rateLimit = requestsPerSecond === null ? null : { requestsPerSecond, retryAfter: "seconds" as const };
    return this.#ask<Address>({ start: { latencyMs, rateLimit } });
  }

  report(): Promise<Report> {
    return this.#ask<Report>({ report: true });
  }

  stop(): void {
    this.#child.kill();
  }

  async #ask<Reply>(order: Order): Promise<Reply> {
    const reply = this.#child.getOneMessage();
    await this.#child.sendMessage(order);
    return (await reply) as Reply;
  }
}
