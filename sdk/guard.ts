import type { Input } from "@pulumi/pulumi";

/**
 * Bounds what one run may take away. A removal is whatever takes access away: deleting, removing, disabling or moving, a
 * URN dropped from a role that someone holds, a change to a role that lacks a URN of the former one.
 */
export interface GuardArgs {
  /** At most this many removals: for a set in its plan, for single resources in the run. */
  maxRemovals?: Input<number>;

  /**
   * Sets only: at most this part, between 0 and 1, of the live objects that the set governs.
   *
   * @default 0.25 beyond 5 removals
   */
  maxRemovalFraction?: Input<number>;

  /**
   * Emails or user ids, and subjects of SAML users, in which `*` stands for any text: from them nothing is taken away, and a
   * role that they hold is not narrowed.
   */
  protectedUsers?: Input<Input<string>[]>;

  /** Role ids, in which `*` stands for any text: these roles are neither narrowed nor deleted. */
  protectedRoles?: Input<Input<string>[]>;

  /**
   * Admin roles by their id: their holders may change who may do what. A role that holds the identity service's own full
   * access is one without being named.
   *
   * @default ["full-access"]
   */
  adminRoles?: Input<Input<string>[]>;

  /**
   * How many enabled users with an admin role have to be left. People who sign in by SSO never count.
   *
   * @default 1
   */
  minimumAdmins?: Input<number>;

  /**
   * Pairs of patterns over service role URNs, in which `*` stands for any text: no role of the program may hold URNs that
   * match both patterns of a pair. `allow` does not lift it.
   */
  separate?: Input<Input<[Input<string>, Input<string>]>[]>;

  /**
   * The digest that a refusal prints: allows exactly the removals that it lists. Never stored; take it out after the run,
   * since the same list would pass once more.
   */
  allow?: Input<string>;
}
