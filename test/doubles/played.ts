import { type PlayedCloud, startPlayedCloud } from "./played/cloud.js";
import { type PlayedOptions, PlayedStack } from "./played/stack.js";

export type Cloud = PlayedCloud;
export type Stack = PlayedStack;
export { startPlayedCloud as startCloud };

/** A stack of a played engine: the harness of engine tests, without a real engine. */
export async function createStack({ cloud, ...options }: { cloud: PlayedCloud } & PlayedOptions): Promise<PlayedStack> {
  return new PlayedStack(cloud, options);
}
