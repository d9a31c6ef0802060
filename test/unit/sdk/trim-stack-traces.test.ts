import { afterEach, expect, jest, test } from "@jest/globals";
import { trimStackTraces } from "../../../sdk/trim-stack-traces.js";

const FILE = "file:///app/node_modules/pulumi-cloudone/dist/sdk/cloud-one-resource.js";
const { prepareStackTrace, stackTraceLimit } = Error;
let restore = () => undefined as unknown;

afterEach(() => {
  restore();
  delete process.env.PULUMI_DEBUG_PROMISE_LEAKS;
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = prepareStackTrace;
});

const frame = (file: string) => ({ getFileName: () => file, toString: () => file }) as NodeJS.CallSite;
const prepared = (files: string[]) => String(Error.prepareStackTrace?.(new Error("why"), files.map(frame)));

test("the errors that the SDK creates along the way are not mapped back to TypeScript", () => {
  const mapping = jest.fn(() => "mapped");
  Error.prepareStackTrace = mapping;
  restore = trimStackTraces(FILE);
  expect(new Error("why").stack).toMatch(/^Error: why\n {4}at /);
  expect(mapping).not.toHaveBeenCalled();
  restore();
  expect(new Error("why").stack).toBe("mapped");
});

test("the stack trace of the declaration keeps what the SDK skips, the resource's class, and the program", () => {
  Error.prepareStackTrace = (_, frames) => frames.join();
  restore = trimStackTraces(FILE);
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  const sdk = "/app/node_modules/@pulumi/pulumi/resource.js";
  const role = "file:///app/node_modules/pulumi-cloudone/dist/sdk/role.js";
  const run = "/app/node_modules/@pulumi/pulumi/cmd/run/run.js";
  expect(prepared([sdk, sdk, FILE, role, role, "/app/team.ts", "/app/index.ts", "node:internal/loader", run])).toBe(
    [sdk, sdk, role, "/app/team.ts", "/app/index.ts"].join(),
  );
});

test("a stack trace without our class stays whole", () => {
  Error.prepareStackTrace = (_, frames) => frames.join();
  restore = trimStackTraces(FILE);
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  expect(prepared(["/app/index.ts", "node:internal/loader"])).toBe("/app/index.ts,node:internal/loader");
});

test("someone who debugs promises that never settle gets whole stack traces", () => {
  process.env.PULUMI_DEBUG_PROMISE_LEAKS = "1";
  const mapping = jest.fn(() => "mapped");
  Error.prepareStackTrace = mapping;
  restore = trimStackTraces(FILE);
  expect(new Error("why").stack).toBe("mapped");
});
