export { UNKNOWN } from "./fields.js";
export { printableLines } from "./printable.js";
