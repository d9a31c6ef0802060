import { type Check, fail, ok } from "./check.js";

/** Whether a version is at least another one; both are `major.minor.patch`, what follows does not count. */
export function judgeVersion(name: string, version: string, least: string, advice: string): Check {
  const found = `Version ${version}, at least ${least} is needed.`;
  return isAtLeast(version, least) ? ok(name, found) : fail(name, found, advice);
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
