import type { Input } from "@pulumi/pulumi";

/** The same arguments, each of which may be an input. */
export type Inputs<Args> = { [Key in keyof Args]: Input<Exclude<Args[Key], undefined>> };
