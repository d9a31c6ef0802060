/** An update never turns one object into another: the engine replaces the resource if it knows of the change in time. */
export function refuseOtherObject(
  declared: string | undefined,
  stored: string | undefined,
  isSame = (a: string, b: string) => a === b,
): void {
  if (declared === undefined || stored === undefined || isSame(declared, stored)) return;
  throw new Error(
    `the state holds ${stored}, but ${declared} is declared, and an update never turns one object into another. ` +
      "Nothing was written. Run `pulumi up` again: it replaces the resource.",
  );
}
