// node ends-only.ts OVERDUE PREVIEW: fails unless the preview (`pulumi preview --json`) does nothing but end the access that the
// drift report (`pulumi-cloudone drift --only overdue --format json`) calls overdue. Merged changes that still wait for
// approval must not be deployed along with it.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

type Properties = Record<string, unknown>;
interface Step {
  op: string;
  urn: string;
  oldState?: { inputs?: Properties };
  newState?: { inputs?: Properties };
}

/** What a preview adds to the inputs of a set, for people and for plans; the program declares none of it. */
const ADDED = [
  "removals",
  "gains",
  "invitations",
  "leaving",
  "former",
  "formerDisabled",
  "excludedIds",
  "protectedIds",
];

const [overdueFile = "", previewFile = ""] = process.argv.slice(2);
const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const overdue = new Set((read(overdueFile).overdue as { urn: string }[]).map(({ urn }) => urn));
const others = (read(previewFile).steps as Step[]).filter((step) => step.op !== "same" && !isEnd(step));
if (others.length > 0) {
  console.error(
    `Nothing was carried out: besides access that has ended, the program has changes that no deployment has carried out yet:\n${others
      .map(({ op, urn }) => `  ${op} ${urn}`)
      .join("\n")}\nDeploy them first.`,
  );
  process.exitCode = 1;
}

/** An update of an overdue object whose declaration has been deployed. */
function isEnd({ op, urn, oldState, newState }: Step): boolean {
  if (op !== "update" || !overdue.has(urn)) return false;
  return isDeepStrictEqual(declared(oldState?.inputs), declared(newState?.inputs));
}

function declared(inputs: Properties = {}): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !ADDED.includes(key)));
}
