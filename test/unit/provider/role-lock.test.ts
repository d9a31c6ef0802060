import { expect, test } from "@jest/globals";
import { RoleLock } from "../../../provider/session/role-lock.js";

/** Work that ends when the test says so, and that logs its beginning and end. */
function setUp() {
  const use = new RoleLock();
  const log: string[] = [];
  const work = (name: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const run = async () => {
      log.push(`${name} begins`);
      await promise.finally(() => log.push(`${name} ends`));
    };
    return { run, end: () => resolve(), fail: () => reject(new Error(name)) };
  };
  return { use, log, work };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a deletion waits for assignments of the role, which do not wait for each other", async () => {
  const { use, log, work } = setUp();
  const [one, two, deletion] = [work("one"), work("two"), work("deletion")];
  const all = [use.assign("r", one.run), use.assign("r", two.run), use.takeFrom("r", deletion.run)];
  await turn();
  expect(log).toEqual(["one begins", "two begins"]);
  two.end();
  one.end();
  await turn();
  expect(log.at(-1)).toBe("deletion begins");
  deletion.end();
  await Promise.all(all);
});

test("an assignment of the role waits for its deletion, and learns that it waited", async () => {
  const { use, log, work } = setUp();
  const deletion = work("deletion");
  const deleted = use.takeFrom("r", deletion.run);
  const given = use.assign("r", async (waited) => {
    log.push("given");
    return waited;
  });
  await turn();
  expect(log).toEqual(["deletion begins"]);
  deletion.fail();
  await expect(deleted).rejects.toThrow("deletion");
  expect(await given).toBe(true);
  expect(await use.assign("r", async (waited) => waited)).toBe(false);
});

test("an assignment of another role does not wait", async () => {
  const { use, log, work } = setUp();
  const deletion = work("deletion");
  const deleted = use.takeFrom("r", deletion.run);
  expect(await use.assign("other", async (waited) => waited)).toBe(false);
  expect(log).toEqual(["deletion begins"]);
  deletion.end();
  await deleted;
});
