import type { Seed, Switches } from "../../../emulator/index.js";
import {
  createSailPointClient,
  RateLimiter,
  type SailPointOptions,
  type Seams,
  type Transport,
} from "../../../provider/client/index.js";
import { World } from "../../doubles/world.js";

export const SECRET = "s3cret-of-the-client";
export const SOURCE = "2c9180835d2e5168015d32f890ca1581";

type Account = NonNullable<NonNullable<Seed["sailpoint"]>["accounts"]>[number];

interface SceneOptions {
  accounts?: Account[];
  switches?: Partial<Switches>;
  options?: Partial<SailPointOptions> & Pick<Seams, "transport">;
}

/** `a0000` and so on, of one source. */
export function accounts(count: number): Account[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `a${String(index).padStart(5, "0")}`;
    return { id, name: id, sourceId: SOURCE, nativeIdentity: `${id}@example.com` };
  });
}

/** An emulated SailPoint and a client of it in one process: no sockets, no real time. */
export function scene({ accounts: given = [], switches = {}, options = {} }: SceneOptions = {}) {
  const world = new World({
    seed: { sailpoint: { clientId: "client", clientSecret: SECRET, accounts: given } },
    switches,
  });
  /** The requests in full, including secrets. */
  const sent: { url: string; body: string | undefined; headers: Record<string, string> }[] = [];
  const transport: Transport = async (request) => {
    sent.push({ url: request.url, body: request.body, headers: request.headers });
    return (options.transport ?? world.transport)(request);
  };
  const client = createSailPointClient(
    { baseUrl: "http://127.0.0.1:1/sailpoint", clientId: "client", clientSecret: SECRET, ...options },
    { clock: world.clock, random: () => 0.5, rateLimiter: new RateLimiter({ clock: world.clock }), transport },
  );
  const list = (query?: Parameters<typeof client.accounts.list>[0]) => collect(client.accounts.list(query));
  const asked = (path: string) => world.emulator.requests.filter((entry) => entry.path === `/sailpoint${path}`);
  return { world, client, list, asked, sent, edit: world.emulator.sailpoint.edit };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The error that this fails with. */
export async function failure(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => {
      if (!(error instanceof Error)) throw new Error(`it failed with something that is no error: ${error}`);
      return error;
    },
  );
}
