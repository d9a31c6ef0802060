import {
  demoApiKeyId,
  demoApiKeySecret,
  type RunningEmulator,
  type StartOptions,
  startEmulator,
} from "../../../emulator/index.js";
import { atEndOfFile } from "./end-of-file.js";

export interface CloudOptions extends StartOptions {
  /** The key that stacks use, `<keyId>:<secret>`. @default the emulator's own, with full access */
  apiKey?: string;
}

/** An emulator listening in the jest process, with the key that stacks of this cloud use. */
export interface Cloud extends RunningEmulator {
  readonly apiKey: string;
}

/** Starts an emulator; the end of the test file closes it. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const { apiKey = `${demoApiKeyId}:${demoApiKeySecret}`, ...rest } = options;
  const running = await startEmulator(rest);
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await running.close();
  };
  atEndOfFile(close);
  return { ...running, apiKey, close };
}
