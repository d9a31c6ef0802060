/** What a worker tells of one history or one case. */
export interface Result {
  /** How to play it again, or its title. */
  title: string;
  wrong: string[];
  runs: number;
  requests: number;
  crashes: number;
  faults: number;
}

/** What a worker is to play: every so many numbers. */
export interface Share {
  what: "histories" | "matrix" | "crashes";
  first: number;
  step: number;
  /** The last one; of the matrix and the crashes, all there are. */
  last: number;
}
