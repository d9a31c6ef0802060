/** What this release was tested with; a test compares the newest versions with those that the tests run with. */
export const TESTED = {
  sdk: { from: "3.216.0", to: "3.276.0" },
  cli: { from: "3.259.0", to: "3.274.1" },
} as const;
