const MUDDLED =
  /undefined|\[object |\bNaN\b|TypeError|ReferenceError|RangeError|is not a function|Cannot read properties|not iterable|Unexpected struct|Unexpected token/;
const OPENINGS = [
  /^Cannot (create|update|delete|read|check|compare) (role|settings of|assignment of|RoleSet|UserAssignmentSet) ?\S*.*: \S/s,
  /^The API accepted the write, but what it shows now is not as declared/,
  // A member of a set.
  /^(role|user) \S+: \S.{15}/s,
  // A property that a check refuses, or a member of one.
  /^[a-zA-Z, ]+: \S.{15}/s,
  /^(users|roles)\.\S+: \S.{15}/s,
];

/** What makes a failure unclear; undefined if the message says what was tried and why it failed. */
export function muddleIn(message: string): string | undefined {
  // zod's words about a response of another shape.
  const muddled = MUDDLED.exec(message.replaceAll("received undefined", "received nothing"));
  if (muddled !== null) return `it says "${muddled[0]}"`;
  if (message.length > 6000) return "it is too long to read";
  return OPENINGS.some((opening) => opening.test(message)) ? undefined : "it does not say what was tried";
}
