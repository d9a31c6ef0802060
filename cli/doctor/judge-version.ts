import { type Check, fail, ok, warn } from "./check.js";

/** The oldest and the newest version that this release was tested with. */
export interface TestedVersions {
  from: string;
  to: string;
}

/**
 * Whether a version is at least another one, and among those that were tested; all are `major.minor.patch`, what follows does
 * not count.
 */
export function judgeVersion(
  name: string,
  version: string,
  least: string,
  advice: string,
  tested?: TestedVersions,
): Check {
  const found = `Version ${version}, at least ${least} is needed.`;
  if (!isAtLeast(version, least)) return fail(name, found, advice);
  if (tested === undefined) return ok(name, found);
  const age = !isAtLeast(version, tested.from) ? "older" : isAtLeast(tested.to, version) ? undefined : "newer";
  if (age === undefined) return ok(name, found);
  return warn(
    name,
    `Version ${version} is ${age} than what this release was tested with: ${tested.from} to ${tested.to}.`,
    "It should work. If something looks wrong, try a tested version, and report what you saw.",
  );
}

function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [numbers(version), numbers(least)];
  for (const [n, wanted] of b.entries()) {
    if ((a[n] ?? 0) !== wanted) return (a[n] ?? 0) > wanted;
  }
  return true;
}

function numbers(version: string): number[] {
  return version
    .replace(/^[^\d]*/, "")
    .split(/[.+-]/)
    .slice(0, 3)
    .map(Number);
}
