import type { Account } from "./objects.js";

const serviceRoleUrn = /^urn:cloudone:[a-z][a-z0-9-]*:[a-z]+(?:-[a-z]+)*-\d+:\d{12}:[a-z][a-z0-9-]*\/[A-Za-z0-9-]+$/;

/** Whether a text has the form `urn:cloudone:<service>:<region>:<accountId>:<type>/<id>`. */
export function isCloudOneUrn(text: string): boolean {
  return serviceRoleUrn.test(text);
}

/** The URN of an object of the account itself. */
export function identityUrn(account: Pick<Account, "id" | "region">, type: string, id: string): string {
  return `urn:cloudone:identity:${account.region}:${account.id}:${type}/${id}`;
}
