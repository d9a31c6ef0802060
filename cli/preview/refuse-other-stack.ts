import { CommandFailure } from "../command-failure.js";
import type { Preview } from "./read-preview.js";

/** Throws a CommandFailure unless the preview is of the stack that `--stack` names, in its project. */
export function refuseOtherStack({ steps }: Pick<Preview, "steps">, stack: string, project: string | undefined): void {
  const [name = "", ofProject = ""] = steps[0]?.urn.replace(/^urn:pulumi:/, "").split("::") ?? [];
  // As the CLI takes it: STACK, ORGANIZATION/STACK or ORGANIZATION/PROJECT/STACK.
  const named = stack.split("/").at(-1);
  if (steps.length === 0 || (name === named && (project === undefined || ofProject === project))) return;
  throw new CommandFailure(
    `The preview is of stack ${name} in project ${ofProject}, but --stack names ${named} in project ${project ?? "(unknown)"}: nothing was ` +
      "predicted. Name the preview's own stack, or write the preview again.",
  );
}
