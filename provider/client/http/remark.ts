import type { ApiProfile } from "./api-profile.js";

/** A message about a failure, with the remark of its API. */
export function withRemark({ remark }: ApiProfile, message: string): string {
  return remark === undefined ? message : `${message} ${remark}`;
}
