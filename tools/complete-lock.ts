// A registry that lacks a package for one platform makes npm leave it out of package-lock.json, and `npm ci` then
// refuses the lock everywhere. This puts such optional packages back, with version and platform; npm fetches them only
// on their own platform. Run it after an `npm install` that changed dependencies.
import { readFile, writeFile } from "node:fs/promises";

interface LockedPackage {
  version?: string;
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
  [field: string]: unknown;
}

const SYSTEMS = ["android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "win32"];
const PROCESSORS = ["arm", "arm64", "x64", "ia32", "loong64", "ppc64", "riscv64", "s390x"];

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(await readFile(file, "utf8")) as { packages: Record<string, LockedPackage> };
let added = 0;
for (const [path, locked] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] !== undefined || lock.packages[`${path}/${place}`] !== undefined) continue;
    const words = name.split(/[/.-]/);
    const os = SYSTEMS.find((system) => words.includes(system));
    const cpu = PROCESSORS.find((processor) => words.includes(processor));
    if (os === undefined || cpu === undefined) {
      console.log(`${name}@${version} is not in the lock, and its name does not show the platform: left out`);
      continue;
    }
    const libc = os === "linux" ? { libc: [/musl/.test(name) ? "musl" : "glibc"] } : {};
    lock.packages[place] = {
      version,
      cpu: [cpu],
      ...(locked.dev ? { dev: true } : {}),
      ...libc,
      optional: true,
      os: [os],
    };
    added += 1;
  }
}
if (added > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
  await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`${added} optional packages added to package-lock.json`);
