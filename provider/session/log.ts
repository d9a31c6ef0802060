/** Says something to the person who runs Pulumi; `urn` puts it under that resource, otherwise it goes to the stack. */
export interface Log {
  info(text: string, urn?: string): void;
  warn(text: string, urn?: string): void;
}
