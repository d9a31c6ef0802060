import type { Emulator } from "../../../emulator/index.js";
import { World, type WorldOptions } from "../world.js";

/** An emulator without a port, in a world without real time. */
export interface PlayedCloud {
  readonly world: World;
  readonly emulator: Emulator;
}

export async function startPlayedCloud(options: WorldOptions = {}): Promise<PlayedCloud> {
  const world = new World(options);
  return { world, emulator: world.emulator };
}
