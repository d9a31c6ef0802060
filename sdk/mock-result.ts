import * as pulumi from "@pulumi/pulumi";

/** The property under which the mock of a list, or of a text, holds it: a mock can answer objects only. */
const INSIDE: Record<string, string> = {
  "cloudone:index:getRoles": "roles",
  "cloudone:index:getUsers": "users",
  "cloudone:index:getApiKeys": "apiKeys",
  "cloudone:index:getInvitations": "invitations",
  "cloudone:index:getSamlUsers": "samlUsers",
  "cloudone:index:serviceRoleUrn": "urn",
  "cloudone:sailpoint:getAccounts": "accounts",
};

/** What the `call` of `pulumi.runtime.setMocks` answers; undefined where no mocks are set. */
export function mockResult(token: string, args: object): Promise<unknown> | undefined {
  if (!isMocked()) return undefined;
  return pulumi.runtime.invoke(token, { ...args }).then((answer: Record<string, unknown>) => {
    const inside = INSIDE[token];
    return inside === undefined ? answer : answer[inside];
  });
}

/** Whether a unit test has set mocks: the monitor that takes the place of the engine's is no public class, but holds them. */
export function isMocked(): boolean {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  return monitor !== undefined && "mocks" in monitor;
}
