import { type Difference, describeDifferences } from "../plan/args/difference.js";
import { UNKNOWN } from "../plan/args/fields.js";
import type { ObjectKind } from "../plan/objects.js";
import { identityUrn, ownerInUrn } from "../plan/urn.js";
import type { Session } from "../session/session.js";
import type { Properties } from "./resource.js";

/** A preview, or a comparison, that has nothing to plan or to say. */
export const NOTHING = { plan: { checkFailures: [] }, lines: { warnings: [], infos: [] } };

/** The key of a declared object, if it is known. */
export function known(key: unknown): string[] {
  return typeof key === "string" && key !== UNKNOWN ? [key] : [];
}

/** The account that a single object's URN names. */
export function accountOfUrn(properties: Properties): string | undefined {
  return ownerInUrn(properties.cloudOneUrn)?.accountId;
}

/** The outputs always name their account, even if the API leaves the URN out: otherwise any key could delete the object. */
export async function owned<Outputs extends { cloudOneUrn: string }>(
  session: Session,
  object: ObjectKind,
  id: string,
  outputs: Outputs,
): Promise<Outputs> {
  if (ownerInUrn(outputs.cloudOneUrn) !== undefined) return outputs;
  return { ...outputs, cloudOneUrn: identityUrn(await session.proof.owner(), `${object}/${id}`) };
}

/** Whether a property is no longer declared: it is left as it is, and a deletion must not restore it. */
export function drops(optional: readonly string[], stored: object, declared: object): boolean {
  const [before, now] = [stored as Properties, declared as Properties];
  return optional.some((key) => before[key] !== undefined && now[key] === undefined);
}

/** The write went through, but the object is not as declared. */
export function notAsDeclared(kept: readonly Difference[]): string[] {
  if (kept.length === 0) return [];
  return [
    "The API accepted the write, but what it shows now is not as declared (now → declared):\n" +
      `${describeDifferences(kept)}\nDeclare what the API keeps, or run again if someone else changed it in the meantime.`,
  ];
}

/** An update never turns one object into another: the engine replaces the resource if it knows of the change in time. */
export function refuseOtherObject(
  declared: string | undefined,
  stored: string | undefined,
  isSame = (a: string, b: string) => a === b,
): void {
  if (declared === undefined || stored === undefined || isSame(declared, stored)) return;
  throw new Error(
    `the state holds ${stored}, but ${declared} is declared, and an update never turns one object into another. ` +
      "Nothing was written. Run `pulumi up` again: it replaces the resource.",
  );
}
