/** The result of one check. */
export interface Check {
  name: string;
  /** `skip` means not checked, because an earlier check failed. */
  status: "ok" | "warn" | "fail" | "skip";
  /** What was found. */
  found: string;
  /** What to do about it, if anything. */
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
    found: `Not checked, because ${after}.`,
    advice: "Fix that first, then run doctor again.",
  };
}
