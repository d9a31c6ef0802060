import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
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
  readonly #child: ChildProcess = fork(join(import.meta.dirname, "server.ts"), { execArgv: [] });

  /** Starts an empty account behind a server that behaves like this, replacing the previous one. */
  start({ latencyMs, requestsPerSecond }: Scenario): Promise<Address> {
    const rateLimit = requestsPerSecond === null ? null : { requestsPerSecond, retryAfter: "seconds" as const };
    return this.#ask<Address>({ start: { latencyMs, rateLimit } });
  }

  report(): Promise<Report> {
    return this.#ask<Report>({ report: true });
  }

  stop(): void {
    this.#child.disconnect();
  }

  #ask<Reply>(order: Order): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const died = () => reject(new Error("The server's process ended."));
      this.#child.once("exit", died);
      this.#child.once("message", (reply) => {
        this.#child.off("exit", died);
        resolve(reply as Reply);
      });
      this.#child.send(order);
    });
  }
}
