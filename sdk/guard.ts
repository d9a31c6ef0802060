import type { Input } from "@pulumi/pulumi";

/**
 * Limits how much access one run may take away. A removal is any change that takes access away: disabling or removing a user,
 * moving them to a role that lacks a URN of the previous one, deleting a role, or dropping a URN from one that someone holds.
 */
export interface GuardArgs {
  /** The maximum number of removals: in its plan for a set, in the whole run for single resources. */
  maxRemovals?: Input<number>;

  /**
   * Sets only: the maximum share, between 0 and 1, of the live objects that the set manages.
   *
   * @default 0.25 beyond 5 removals
   */
  maxRemovalFraction?: Input<number>;

  /**
   * Emails, user ids, or subjects of SAML users; `*` matches any characters. Nothing is taken away from these people, and no
   * role that they hold is narrowed.
   */
  protectedUsers?: Input<Input<string>[]>;

  /** Role ids; `*` matches any characters. These roles are neither narrowed nor deleted. */
  protectedRoles?: Input<Input<string>[]>;

  /**
   * The ids of admin roles, whose holders may change what others may do. A role that includes the identity service's own
   * full access is an admin role even if it is not listed.
   *
   * @default ["full-access"]
   */
  adminRoles?: Input<Input<string>[]>;

  /**
   * The minimum number of enabled users with an admin role that must remain. People who sign in by SSO never count.
   *
   * @default 1
   */
  minimumAdmins?: Input<number>;

  /**
   * Pairs of patterns for service role URNs; `*` matches any characters. No role of the program may hold URNs that match
   * both patterns of a pair. `allow` does not lift this.
   */
  separate?: Input<Input<[Input<string>, Input<string>]>[]>;

  /**
   * The digest that a refusal prints: allows exactly the removals that the refusal lists. It is never stored. Remove it
   * after the run, since the same list would pass again.
   */
  allow?: Input<string>;
}
