/** The same as in package.json's engines. The emulator shares no code with the provider, not even this. */
const LEAST = { major: 22, minor: 20 };

/** Throws on a Node.js that is too old, before anything fails with an unhelpful message. */
export function requireNode(version = process.versions.node): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > LEAST.major || (major === LEAST.major && minor >= LEAST.minor)) return;
  throw new Error(
    `The emulator of pulumi-cloudone needs Node.js ${LEAST.major}.${LEAST.minor} or newer, and this is ${version}. ` +
      "Install a current Node.js LTS, and make sure that it comes first on PATH.",
  );
}
