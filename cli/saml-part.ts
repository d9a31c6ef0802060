import type { SamlUser } from "../provider/client/index.js";
import type { Inventory } from "../provider/inventory/inventory.js";
import { readPart } from "./partial-read.js";

/** The people who sign in by SSO, or why a report leaves them out. */
export interface SamlPart {
  /** Undefined if they are not counted. */
  users: readonly SamlUser[] | undefined;
  /** Why they are not counted. */
  notCounted: string | undefined;
  /** The same, if it makes the report incomplete: the failure may be temporary, or the list is required. */
  gaps: string[];
}

/** Reads them, as `cloudone:samlUsers` says. */
export async function readSamlUsers({ samlUsers }: Pick<Inventory, "samlUsers">): Promise<SamlPart> {
  const part = await readPart("SAML users", samlUsers.read());
  if ("missing" in part) return { users: undefined, notCounted: part.missing, gaps: [part.missing] };
  if ("users" in part.value) return { users: part.value.users, notCounted: undefined, gaps: [] };
  return { users: undefined, notCounted: part.value.notCounted, gaps: [] };
}
