import type { ApiProfile } from "./api-profile.js";

/** A message about a failure, with what its API has to say beside each. */
export function withRemark({ remark }: ApiProfile, message: string): string {
  return remark === undefined ? message : `${message} ${remark}`;
}
