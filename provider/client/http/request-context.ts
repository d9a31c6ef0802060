import type { ApiProfile } from "./api-profile.js";
import type { RequestSubject } from "./request-subject.js";

/** A call, with the profile of the API that it is for. */
export interface RequestContext extends RequestSubject {
  profile: ApiProfile;
}
