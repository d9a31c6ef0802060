export interface ResourceOptions {
  aliases?: (string | { name?: string; type?: string; parent?: string })[];
  protect?: boolean;
  retainOnDelete?: boolean;
  deleteBeforeReplace?: boolean;
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  additionalSecretOutputs?: string[];
  /** Pulumi names of resources declared earlier. */
  dependsOn?: string[];
  /** Pulumi name of a resource declared earlier. */
  parent?: string;
  /** Reads the existing object with this id and does not manage it. */
  id?: string;
}

/** One `new cloudone.<kind>(name, args, options)`. */
export interface Declaration {
  kind: string;
  name: string;
  args: Record<string, ProgramValue>;
  options: ResourceOptions;
}

/** Plain data, or one of the markers that `ref`, `secret`, `unknownAtPreview` and `call` make. */
export type ProgramValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly ProgramValue[]
  | { readonly [key: string]: ProgramValue };

export interface Program {
  declarations: Declaration[];
  outputs: Record<string, ProgramValue>;
}

/** Declares a resource: `declare("Role", "auditor", { roleId: "auditor", ... }, { protect: true })`. */
export function declare(
  kind: string,
  name: string,
  args: Record<string, ProgramValue>,
  options: ResourceOptions = {},
): Declaration {
  return { kind, name, args, options };
}

/** An output of a resource declared earlier. */
export function ref(name: string, property: string): ProgramValue {
  return { $ref: [name, property] };
}

/** A secret Output. */
export function secret(value: ProgramValue): ProgramValue {
  return { $secret: value };
}

/** An Output that is unknown at preview, whatever the state has, and has this value at up. */
export function unknownAtPreview(value: ProgramValue): ProgramValue {
  return { $unknown: value };
}

/** The result of a function of the package: `call("getRole", { roleId: "auditor" })`, `call("sailpoint.getAccount", { id })`. */
export function call(name: string, args: Record<string, ProgramValue> = {}): ProgramValue {
  return { $call: [name, args] };
}
