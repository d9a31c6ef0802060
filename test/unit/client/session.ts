import { type CloudOneOptions, createCloudOneClient, type Seams } from "../../../provider/client/index.js";
import { FakeClock } from "./fake-clock.js";
import { type Step, scripted } from "./scripted-transport.js";

export const KEY_ID = "2Fkey";
export const SECRET = "S3cr3t/+words=";

/** A client over a script, with its clock and medium jitter. */
export function session(steps: Step[], options: Partial<CloudOneOptions> & Pick<Seams, "random"> = {}) {
  const clock = new FakeClock();
  const { transport, requests } = scripted(...steps);
  const cloudOne = createCloudOneClient(
    { apiKey: `${KEY_ID}:${SECRET}`, ...options },
    { clock, transport, random: options.random ?? (() => 0.5) },
  );
  return { clock, cloudOne, requests, run: <Result>(work: Promise<Result>) => clock.run(work) };
}

export async function collect<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
}
