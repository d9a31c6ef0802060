import type { Switches } from "../switches.js";

/** Whether a modify of this kind puts a field that its body leaves out back to its default. */
export function replaces(kind: "roles" | "users" | "accounts", { modifySemantics }: Switches): boolean {
  const semantics = typeof modifySemantics === "string" ? modifySemantics : (modifySemantics[kind] ?? "merge");
  return semantics === "replace";
}
