/** The error that the work fails with; if it succeeds, the test fails. */
export async function caught<Kind extends Error>(
  kind: abstract new (...parameters: never[]) => Kind,
  work: Promise<unknown>,
): Promise<Kind> {
  try {
    await work;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error(`Expected ${kind.name}, but it succeeded.`);
}
