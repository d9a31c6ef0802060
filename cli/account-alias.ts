import type { Session } from "../provider/session/session.js";
import { partValue, readPart } from "./partial-read.js";

/** The account's alias for the head of a page; undefined if there is none, or if the key may not read it. */
export async function readAlias({ client, proof }: Session): Promise<string | undefined> {
  const { accountId } = await proof.owner();
  return partValue(await readPart("the account's alias", client.accounts.describe(accountId)))?.alias || undefined;
}
