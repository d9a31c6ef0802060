import type { Roles } from "./content.ts";
import type { Phase } from "./scenario.ts";
import type { Address } from "./server-process.ts";

/** One of the compared systems. */
export interface System {
  /** The name in the flag and the data. */
  name: string;
  /** Appears in the command line of the provider's process. */
  provider: string;
  /** Writes a program into an empty folder and returns how to run it there. */
  prepare(folder: string, server: Address): Promise<Installation>;
}

/** A system in its own folder, with its own state. */
interface Installation {
  /** Writes what the program declares. */
  declare(roles: Roles): Promise<void>;
  command(phase: Phase): { file: string; args: string[] };
  env: NodeJS.ProcessEnv;
  stateFile: string;
}
