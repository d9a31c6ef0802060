import type { SamlUsersMode } from "../../../provider/config/saml-users-mode.js";
import type { Guard } from "../../../provider/plan/guard/guard.js";
import type { Declaration, Entry, Step } from "../../doubles/stack.js";
import type { ProviderProcess } from "./provider-process.js";

/** One operation of the engine, as seen from outside. */
export interface RunRecord {
  kind: "up" | "up --refresh" | "preview" | "refresh" | "destroy";
  /** What this run declares; empty for a destroy. */
  program: readonly Declaration[];
  readOnly: boolean;
  isForeign: boolean;
  /** The digest that the last refusal printed, if a person allows that removal. */
  allow?: string | undefined;
  /** The stack's own guard. */
  guard?: Guard | undefined;
  /** The number of the run's first request. */
  firstRequest: number;
  samlUsers: SamlUsersMode;
  stateBefore: readonly Entry[];
  /** The ids of all users that each set has ever had in the state, by the set's id. */
  everMembers: ReadonlyMap<string, ReadonlySet<string>>;
  /** How many roles and users existed at the beginning. */
  counts: { roles: number; users: number };
  /** Ids of roles and users that existed at the beginning. */
  presentBefore: ReadonlySet<string>;
  processes: ProviderProcess[];
  /** How the run ended. */
  outcome: { steps: Step[] } | { failures: string[] } | "crashed";
}
