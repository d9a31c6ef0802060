import { expect, test } from "@jest/globals";
import type { dynamic } from "@pulumi/pulumi";
import { startEmulator } from "../../../emulator/index.js";
import { roleProvider, userAssignmentProvider } from "../../../provider/index.js";

function configured(provider: dynamic.ResourceProvider, all: Record<string, string>): dynamic.ResourceProvider {
  const config = { get: (key: string) => all[key], require: (key: string) => all[key] ?? "", rawConfig: all };
  void provider.configure?.({ config });
  return provider;
}

async function failuresOf(settings: Record<string, string>): Promise<Error[]> {
  const provider = configured(roleProvider(), settings);
  const users = configured(userAssignmentProvider(), settings);
  const urn = (id: string) => `urn:cloudone:identity:us-1:012345678912:${id}`;
  const reads = [
    ...Array.from({ length: 20 }, (_, n) =>
      provider.read?.(`role-${n}`, { roleId: `role-${n}`, cloudOneUrn: urn(`role/role-${n}`) }),
    ),
    ...Array.from({ length: 20 }, (_, n) =>
      users.read?.(`user-${n}`, { userId: `user-${n}`, cloudOneUrn: urn(`user/user-${n}`) }),
    ),
  ];
  const results = await Promise.allSettled(reads);
  return results.flatMap((result) => (result.status === "rejected" ? [result.reason as Error] : []));
}

test("a key that the API does not accept is explained once; the other failures point to that one, without a stack trace", async () => {
  const running = await startEmulator();
  try {
    const failures = await failuresOf({ "cloudone:baseUrl": running.url, "cloudone:apiKey": "wrong:s3cret" });
    const whole = failures.filter(({ message }) => message.includes("make sure that it exists"));
    expect([failures.length, whole.length]).toEqual([40, 1]);
    for (const { message, stack } of failures.filter((one) => !whole.includes(one))) {
      expect(message).toMatch(
        /^Cannot read (role|assignment of user) \S+: 401, the API does not accept the key\. See above, with role role-\d+$/,
      );
      expect(stack).toBe("");
    }
  } finally {
    await running.close();
  }
});

test("a wrong configuration is explained once too", async () => {
  const failures = await failuresOf({ "cloudone:apiKey": "no-colon" });
  const whole = failures.filter(({ message }) => message.includes("must be <keyId>:<secret>"));
  expect([failures.length, whole.length]).toEqual([40, 1]);
  expect(failures.at(-1)?.message).toContain("the configuration is wrong. See above, with role role-0");
});
