import { RESOURCE_CLASSES } from "../../provider/engine/resource-classes.js";
import { isResourceClass } from "../../provider/plan/objects.js";
import type { DeclaredObjects } from "../../provider/plan/stored/declared.js";
import { CommandFailure } from "../command-failure.js";
import type { StateResource } from "./stored-resource.js";

/** Everything that the resources of one or more states declare. */
export interface Declared extends DeclaredObjects {
  /** The accounts that the resources belong to, each with one of its URNs. */
  accounts: Map<string, string>;
}

/**
 * What the resources declare: their inputs as the last `up` stored them. The outputs only identify the declared object. If a
 * refresh has stored what it found, the inputs are what it found, and only the program has the declaration.
 */
export function readDeclared(resources: readonly StateResource[]): Declared {
  const declared: Declared = {
    roles: [],
    users: [],
    settings: [],
    former: [],
    excluded: { role: [], user: [] },
    retiring: [],
    unreadable: [],
    accounts: new Map(),
  };
  for (const resource of resources) {
    const { kind, urn, id, outputs } = resource;
    if (!isResourceClass(kind)) {
      throw new CommandFailure(
        `${urn} is of a class that this version does not know: a newer version of pulumi-cloudone wrote the state. ` +
          "Update this one. Nothing was compared.",
      );
    }
    const { accountOf, declaredObjects } = RESOURCE_CLASSES[kind];
    const account = accountOf(id, outputs);
    if (account !== undefined) declared.accounts.set(account, urn);
    declaredObjects(resource, declared);
  }
  return declared;
}
