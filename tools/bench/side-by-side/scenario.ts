/** The phases of one system's life, in this order. */
export const PHASES = ["up", "preview", "refresh", "change", "destroy"] as const;
export type Phase = (typeof PHASES)[number];

/** How many roles there are, and how the server behaves. */
export interface Scenario {
  size: number;
  /** How long each response takes. */
  latencyMs: number;
  /** The server's limit; null means none. */
  requestsPerSecond: number | null;
}

/** What one command cost. */
export interface Measurement extends Scenario {
  system: string;
  round: number;
  phase: Phase;
  seconds: number;
  /** User and system time of the command and everything it started; null if unknown. */
  cpuSeconds: number | null;
  /** The peak resident memory of the provider's process; null if unknown. */
  providerBytes: number | null;
  /** The user and system time of the provider's process; null if unknown. */
  providerCpuSeconds: number | null;
  /** By method and route: `GET /roles/{id}`. */
  requests: Record<string, number>;
  /** Requests that the server refused because of its limit. */
  refused: number;
  peakInFlight: number;
  /** From the first request's arrival to the last one's response. */
  serverSeconds: number;
  /** The size of the state file after the command. */
  stateBytes: number;
  /** Custom roles in the account after the command. */
  roles: number;
  /** Why the command failed. */
  failure?: string;
}
