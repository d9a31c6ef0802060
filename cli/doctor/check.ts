/** One thing that was looked at. */
export interface Check {
  name: string;
  /** `skip` is what could not be looked at, since something before it failed. */
  status: "ok" | "warn" | "fail" | "skip";
  /** What was found. */
  found: string;
  /** What to do about it, where something is to be done. */
  advice?: string;
}

export function ok(name: string, found: string, advice?: string): Check {
  return { name, status: "ok", found, ...(advice !== undefined && { advice }) };
}

export function warn(name: string, found: string, advice: string): Check {
  return { name, status: "warn", found, advice };
}

export function fail(name: string, found: string, advice: string): Check {
  return { name, status: "fail", found, advice };
}

export function skip(name: string, after: string): Check {
  return {
    name,
    status: "skip",
    found: `Not looked at, since ${after}.`,
    advice: "Mend that first, then run doctor again.",
  };
}
