import { defaultAccountId } from "../../emulator/index.js";
import { type Declaration, declare, type ProgramValue, type ResourceOptions } from "./harness/program.js";

/** The account of an emulator whose seed names none. */
export const ACCOUNT = defaultAccountId;
export const READ = `urn:cloudone:workload:us-1:${ACCOUNT}:role/read-only`;
export const FULL = `urn:cloudone:workload:us-1:${ACCOUNT}:role/full-access`;
export const AUDIT = `urn:cloudone:audit:us-1:${ACCOUNT}:role/read-only`;

type Args = Record<string, ProgramValue>;

/** A role whose Pulumi name is its id. */
export function role(roleId: string, changes: Args = {}, options: ResourceOptions = {}): Declaration {
  const args = { roleId, name: `Role ${roleId}`, description: "", serviceRoleURNs: [READ, AUDIT], ...changes };
  return declare("Role", roleId, args, options);
}

/** The assignment of a user whose Pulumi name is the part of the email before the at sign. */
export function user(
  name: string,
  roleId: ProgramValue,
  changes: Args = {},
  options: ResourceOptions = {},
): Declaration {
  return declare("UserAssignment", name, { email: `${name}@example.com`, roleId, ...changes }, options);
}

export function settings(args: Args = {}, options: ResourceOptions = {}): Declaration {
  return declare("AccountSettings", "account", args, options);
}

/** The same declaration under another Pulumi name. */
export function renamed(declaration: Declaration, name: string): Declaration {
  return { ...declaration, name };
}

interface HasState {
  resourceNames(): Promise<string[]>;
  resource(name: string): Promise<{ id: string; inputs: object; outputs: object }>;
}

/** What the state holds of each declared resource, without the engine's own notes. */
export async function stored(stack: HasState): Promise<Record<string, unknown>> {
  const names = await stack.resourceNames();
  const entries = names.map(async (name) => {
    const { id, inputs, outputs } = await stack.resource(name);
    return [name, { id, inputs, outputs }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
