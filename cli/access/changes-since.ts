import { CommandFailure } from "../command-failure.js";
import type { AccessChanges } from "./access-changes.js";
import type { AccessReport } from "./access-report.js";
import { type AccessState, compareAccess } from "./compare-access.js";

/** What changed since an earlier report of the same account. Throws a CommandFailure if it is another's. */
export function changesSince(earlier: AccessReport, live: AccessReport, file: string): AccessChanges {
  if (earlier.account !== live.account) {
    throw new CommandFailure(
      `The earlier report ${file} is of account ${earlier.account}, and the key in CLOUDONE_API_KEY belongs to account ` +
        `${live.account}: nothing was compared. Name a report of this account, or use a key of the other one.`,
    );
  }
  const notes: string[] = [];
  // People counted on only one side would look as if they had joined or left.
  const withSaml = earlier.samlUsersIncluded && live.samlUsersIncluded;
  if (!withSaml && (earlier.samlUsersIncluded || live.samlUsersIncluded)) {
    const lacking = earlier.samlUsersIncluded ? "this report" : "the earlier report";
    notes.push(`People who sign in by SSO were not compared: ${lacking} does not have them.`);
  }
  const part = ({ roles, principals }: AccessReport): AccessState => ({
    roles,
    principals: withSaml ? principals : principals.filter(({ kind }) => kind !== "samlUser"),
  });
  return {
    comparedWith: "report",
    since: earlier.generated,
    ...compareAccess(part(earlier), part(live)),
    notKnown: [],
    refusals: [],
    notes,
  };
}
