import type { Roles } from "./content.ts";
import type { Phase } from "./scenario.ts";
import type { Address } from "./server-process.ts";

/** One of those that are compared. */
export interface System {
  /** As in the flag and the data. */
  name: string;
  /** Stands in the command line of the process that holds the provider. */
  provider: string;
  /** Lays a program into an empty folder and gives back how to run it there. */
  prepare(folder: string, server: Address): Promise<Installation>;
}

/** A system in a folder of its own, with a state of its own. */
export interface Installation {
  /** Writes what the program declares. */
  declare(roles: Roles): Promise<void>;
  command(phase: Phase): { file: string; args: string[] };
  env: NodeJS.ProcessEnv;
  stateFile: string;
}
