export { UNKNOWN } from "./args/fields.js";
export { printableLines } from "./text/printable.js";
