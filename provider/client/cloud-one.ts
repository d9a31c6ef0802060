import { createCloudOneClient } from "./cloud-one-client.js";
import type { CloudOne, CloudOneOptions } from "./cloud-one-options.js";

/**
 * A client for one API key. It sends nothing by itself.
 * @throws ConfigError for an invalid key or base URL, and if Node.js is too old.
 * @example
 * const cloudOne = createCloudOne({ apiKey: process.env.CLOUDONE_API_KEY ?? "" });
 * for await (const user of cloudOne.users.list()) console.log(user.email, user.roleID);
 */
export function createCloudOne(options: CloudOneOptions): CloudOne {
  return createCloudOneClient(options, {});
}
