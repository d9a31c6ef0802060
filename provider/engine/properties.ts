import { PROVIDER } from "../plan/property-names.js";
import type { Properties } from "../resources/resource.js";
import { splitInputs } from "./hidden-inputs.js";

/** Outputs and inputs contain no undefined and no null: a missing value means not declared. */
export function declaredOnly(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(([key, value]) => key !== PROVIDER && value !== undefined && value !== null),
  );
}

/** What the state stores: the inputs without the values that only check needs. */
export function storedOnly(properties: Properties): Properties {
  return splitInputs(declaredOnly(properties)).declared;
}
