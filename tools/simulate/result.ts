/** What a worker tells of one history. */
export interface Result {
  seed: number;
  violations: { invariant: string; what: string }[];
  runs: number;
  requests: number;
  crashes: number;
  faults: number;
}
