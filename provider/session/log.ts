/** Messages for the person who runs Pulumi; with `urn` a message belongs to that resource, otherwise to the stack. */
export interface Log {
  info(text: string, urn?: string): void;
  warn(text: string, urn?: string): void;
}
