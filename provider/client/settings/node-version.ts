import { ConfigError } from "../errors/config-error.js";

/** As package.json's engines. */
const LEAST = { major: 22, minor: 20 };

/** Why this version of Node.js cannot run the client; undefined if it can. */
export function nodeTooOld(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > LEAST.major || (major === LEAST.major && minor >= LEAST.minor)) return undefined;
  return (
    `pulumi-cloudone needs Node.js ${LEAST.major}.${LEAST.minor} or newer, and this is ${version}. ` +
    "Install a current Node.js LTS, and make sure that it comes first on PATH."
  );
}

/** Throws on a Node.js that is too old, since whatever fails next would not say why. */
export function requireNode(version = process.versions.node): void {
  const reason = nodeTooOld(version);
  if (reason !== undefined) throw new ConfigError(reason);
}
