import { ConfigError } from "../client/index.js";
import { type ArgsSpec, checkArgs } from "../plan/args/check-args.js";
import type { Properties } from "../resources/resource.js";
import type { Session } from "../session/session.js";
import { asFailures } from "./errors.js";
import { lostFailures, splitInputs } from "./hidden-inputs.js";
import { declaredOnly } from "./properties.js";

/** The first part of every check: what follows from the arguments and the configuration alone, without a request. */
export function judgeArguments(spec: ArgsSpec, news: Properties, current: () => Session) {
  const { declared, lost, ...hidden } = splitInputs(declaredOnly(news));
  const failures = asFailures(lost.length > 0 ? lostFailures(lost) : checkArgs(spec, declared));
  try {
    if (failures.length === 0) current();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    failures.push({ property: "", reason: error.message });
  }
  return { declared, lost, ...hidden, failures };
}
