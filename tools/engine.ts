import { type Engine, provisionEngine } from "./engine/provision.ts";

export { type Engine, provisionEngine };

if (import.meta.main) {
  try {
    const engine = await provisionEngine({ log: (line) => console.error(line) });
    console.log(`Pulumi ${engine.version} in ${engine.binDir} (${engine.source})`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
