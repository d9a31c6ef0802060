/** The property in which the engine keeps the provider's text. Every state has it: permanent. */
export const PROVIDER = "__provider";

// What the program sends beside the arguments, only for check, which never passes it on: no state has these.

/** The URN of the declaring resource. */
export const DECLARATION = "__declaration";
/** What else the program declares; sent with sets, and with resources that are deleted before they are replaced. */
export const BESIDE = "__beside";
/** How many resources of its kind the program has declared. */
export const OF_KIND = "__ofKind";
/** Where the arguments hold outputs and promises. */
export const LATER = "__later";
