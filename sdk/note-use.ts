/** Calls `used` each time one of the properties is read. */
export function noteUse(of: object, properties: readonly string[], used: () => void): void {
  for (const property of properties) {
    const descriptor = Object.getOwnPropertyDescriptor(of, property);
    if (descriptor === undefined || !("value" in descriptor)) continue;
    let { value } = descriptor;
    Object.defineProperty(of, property, {
      configurable: true,
      enumerable: descriptor.enumerable ?? true,
      get() {
        used();
        return value;
      },
      set(next: unknown) {
        value = next;
      },
    });
  }
}
