import type { Seed, Switches } from "../../../emulator/index.js";
import { RateLimiter, type TransportRequest } from "../../../provider/client/index.js";
import { FUNCTIONS, FunctionContext, type ProviderFunction, runFunction } from "../../../provider/functions/index.js";
import { API_KEY, RecordedLog, World } from "../../doubles/world.js";

export type Token = keyof typeof FUNCTIONS;
type ResultOf<T extends Token> =
  (typeof FUNCTIONS)[T] extends ProviderFunction<infer _ extends object, infer Result> ? Result : never;

const SAILPOINT = {
  "sailpoint:baseUrl": "http://127.0.0.1:1/sailpoint",
  "sailpoint:clientId": "emulator-demo-client",
};
const env = { SAILPOINT_CLIENT_SECRET: "emulator-demo-client-secret" };

/** One run of a program against an emulator, in one process. */
export function program({
  seed = {},
  switches = {},
  config = {},
  before,
}: {
  seed?: Seed;
  switches?: Partial<Switches>;
  config?: Record<string, string>;
  /** What happens right before a request arrives. */
  before?: (request: TransportRequest, edit: World["emulator"]["edit"]) => void;
}) {
  const world = new World({ seed, switches });
  const settings: Record<string, string> = {
    "cloudone:apiKey": API_KEY,
    "cloudone:baseUrl": "http://127.0.0.1:1/api",
    ...SAILPOINT,
    ...config,
  };
  const log = new RecordedLog();
  const context = new FunctionContext({ config: (key) => settings[key], env }, log, {
    clock: world.clock,
    transport: world.transportFor((request) => void before?.(request, world.emulator.edit)),
    random: () => 0.5,
    rateLimiter: new RateLimiter({ clock: world.clock }),
  });
  const call = <T extends Token>(token: T, args: object = {}, fresh = false) =>
    runFunction(FUNCTIONS[token] as ProviderFunction<object, unknown>, context, args, fresh) as Promise<ResultOf<T>>;
  const asked = (path = "") =>
    world.emulator.requests
      .filter((entry) => entry.path.startsWith(path))
      .map(({ method, path: to }) => `${method} ${to}`);
  return { world, call, asked, log, edit: world.emulator.edit, sailpoint: world.emulator.sailpoint.edit };
}
