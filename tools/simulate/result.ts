/** What a worker reports about one history or one case. */
export interface Result {
  /** How to replay it, or its title. */
  title: string;
  wrong: string[];
  runs: number;
  requests: number;
  crashes: number;
  faults: number;
}

/** What a worker should play: every n-th number. */
export interface Share {
  what: "histories" | "matrix" | "crashes";
  first: number;
  step: number;
  /** The last number; for the matrix and the crashes, their total. */
  last: number;
}
