import * as pulumi from "@pulumi/pulumi";

/** The property in which a mock returns a list or a string, since a mock can return only objects. */
const WRAPPED_IN: Record<string, string> = {
  "cloudone:index:getRoles": "roles",
  "cloudone:index:getUsers": "users",
  "cloudone:index:getApiKeys": "apiKeys",
  "cloudone:index:getInvitations": "invitations",
  "cloudone:index:getSamlUsers": "samlUsers",
  "cloudone:index:serviceRoleUrn": "urn",
  "cloudone:sailpoint:getAccounts": "accounts",
};

/** What the `call` of `pulumi.runtime.setMocks` returns; undefined if no mocks are set. */
export function mockResult(token: string, args: object): Promise<unknown> | undefined {
  if (!isMocked()) return undefined;
  return pulumi.runtime.invoke(token, { ...args }).then((result: Record<string, unknown>) => {
    const property = WRAPPED_IN[token];
    return property === undefined ? result : result[property];
  });
}

/** Whether a unit test has set mocks: the monitor that replaces the engine's is not a public class, but it has this property. */
export function isMocked(): boolean {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  return monitor !== undefined && "mocks" in monitor;
}
