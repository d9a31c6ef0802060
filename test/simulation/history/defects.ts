import type { Session } from "../../../provider/session.js";
import type { Kinds } from "../kinds.js";
import type { Invariant } from "./invariants.js";

/** A mistake that somebody could make in the provider, put there on purpose. */
export interface Defect {
  name: string;
  breaks: Invariant;
  kinds?: Partial<Kinds>;
  session?(session: Session): void;
}
