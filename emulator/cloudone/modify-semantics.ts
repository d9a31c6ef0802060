import type { Switches } from "../switch-positions.js";

/** Whether a modify of this kind resets a field to its default if the body leaves it out. */
export function replaces(kind: "roles" | "users" | "accounts", { modifySemantics }: Switches): boolean {
  const semantics = typeof modifySemantics === "string" ? modifySemantics : (modifySemantics[kind] ?? "merge");
  return semantics === "replace";
}
