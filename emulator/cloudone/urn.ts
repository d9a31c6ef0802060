import { z } from "zod";
import type { Account } from "./objects.js";

const urnForm = /^urn:cloudone:[a-z][a-z0-9-]*:[a-z]+(?:-[a-z]+)*-\d+:\d{12}:[a-z][a-z0-9-]*\/[A-Za-z0-9._-]+$/;

/** A string of the form `urn:cloudone:<service>:<region>:<accountId>:<type>/<id>`. */
export const cloudOneUrn = z
  .string()
  .regex(urnForm, "must look like urn:cloudone:<service>:<region>:<accountId>:<type>/<id>");

/** The URN of an object of the account itself. */
export function identityUrn(account: Pick<Account, "id" | "region">, type: string, id: string): string {
  return `urn:cloudone:identity:${account.region}:${account.id}:${type}/${id}`;
}
