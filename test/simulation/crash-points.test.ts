import { expect, jest, test } from "@jest/globals";
import type { Session } from "../../provider/session/session.js";
import { allCrashes, titleOfCrash, tryCrash } from "./crash-points.js";

jest.setTimeout(300_000);

/** Every n-th case; prime, so that all kinds of crashes occur. */
const STRIDE = 11;

test(`after one in ${STRIDE} crash points of twelve resources, the next up repairs everything`, async () => {
  const wrong: string[] = [];
  let pending = 0;
  const cases = await allCrashes();
  for (let n = 0; n < cases.length; n += STRIDE) {
    const one = cases[n];
    if (one === undefined) continue;
    const result = await tryCrash(one);
    wrong.push(...result.wrong.map((what) => `${titleOfCrash(one)}: ${what}`));
    pending += result.pending > 0 ? 1 : 0;
  }
  expect(wrong).toEqual([]);
  expect(pending).toBeGreaterThan(cases.length / STRIDE / 2);
});

test("the crash points detect a provider that takes nothing over", async () => {
  const plant = ({ inventory: { roles }, client }: Session) => {
    roles.peek = async () => undefined;
    const create = client.roles.create;
    client.roles.create = (body) =>
      create(body).catch(() => {
        throw new Error("the role already exists");
      });
  };
  const cases = await allCrashes();
  const found: string[] = [];
  for (const one of cases.filter(({ phase }) => phase === "the first up")) {
    if (found.length === 0) found.push(...(await tryCrash(one, plant)).wrong);
  }
  expect(found.join()).toContain("the role already exists");
});
