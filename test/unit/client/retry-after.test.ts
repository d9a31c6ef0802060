import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { execa } from "execa";
import { retryAfterMs } from "../../../provider/client/http/retry-after.js";

const MODULE = resolve(import.meta.dirname, "..", "..", "..", "provider", "client", "http", "retry-after.ts");
const NOW = Date.UTC(2030, 0, 1);

describe("Retry-After", () => {
  test.each([
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": " 0 " }, 0],
    [{ "retry-after": "1.5" }, 1500],
    [{ "retry-after": "Tue, 01 Jan 2030 00:01:30 GMT" }, 90_000],
    [{ "retry-after": "Tuesday, 01-Jan-30 00:01:30 GMT" }, 90_000],
    [{ "retry-after": "Tue, 01 Jan 2030 00:00:00 GMT" }, 0],
    [{ "retry-after": "Mon, 31 Dec 2029 00:00:00 GMT" }, 0],
    [{}, undefined],
    [{ "retry-after": "" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "Soon, very" }, undefined],
    [{ "retry-after": "-5" }, undefined],
  ])("%j means %s ms", (headers: Record<string, string>, ms) => {
    expect(retryAfterMs(headers, NOW)).toBe(ms);
  });

  test("a date in the oldest form means GMT, wherever this machine is", async () => {
    const script = `import { retryAfterMs } from ${JSON.stringify(MODULE)};
      console.log(retryAfterMs({ "retry-after": "Tue Jan  1 00:01:30 2030" }, ${NOW}));`;
    const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script];
    const { stdout } = await execa(process.execPath, args, { env: { TZ: "America/New_York" } });
    expect(stdout).toBe("90000");
  });

  test("a date counts from the server's clock, so a wrong local clock cuts nothing short", () => {
    const headers = { date: "Tue, 01 Jan 2030 12:00:00 GMT", "retry-after": "Tue, 01 Jan 2030 12:00:20 GMT" };
    expect(retryAfterMs(headers, NOW)).toBe(20_000);
    expect(retryAfterMs(headers, NOW + 999_999_999)).toBe(20_000);
    expect(retryAfterMs({ ...headers, date: "nonsense" }, NOW + 12 * 3_600_000)).toBe(20_000);
  });
});
