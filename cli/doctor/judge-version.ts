import { type Check, fail, ok, warn } from "./check.js";

/** The oldest and newest versions that this release was tested with. */
interface TestedVersions {
  from: string;
  to: string;
}

/**
 * Whether a version is new enough, and within the range that was tested. Versions are `major.minor.patch`; anything after
 * that is ignored.
 */
export function judgeVersion(
  name: string,
  version: string,
  least: string,
  advice: string,
  tested?: TestedVersions,
): Check {
  const found = `Version ${version}; ${least} or newer is required.`;
  if (!isAtLeast(version, least)) return fail(name, found, advice);
  if (tested === undefined) return ok(name, found);
  const age = !isAtLeast(version, tested.from) ? "older" : isAtLeast(tested.to, version) ? undefined : "newer";
  if (age === undefined) return ok(name, found);
  return warn(
    name,
    `Version ${version} is ${age} than the versions that this release was tested with: ${tested.from} to ${tested.to}.`,
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
