import { z } from "zod";
import { UNKNOWN } from "../../provider/plan/index.js";
import { classIn, isResourceClass, type ResourceClass } from "../../provider/plan/objects.js";
import { PROVIDER } from "../../provider/plan/property-names.js";
import { CommandFailure } from "../command-failure.js";
import { parseJson, readInput } from "../read-input.js";

/** The steps in which the engine changes objects; all others only read, or repeat the same. */
const WRITING = ["same", "create", "update", "create-replacement", "delete", "delete-replaced"] as const;
const TELLING = [
  "replace",
  "read",
  "read-replacement",
  "refresh",
  "discard",
  "discard-replaced",
  "remove-pending-replace",
];

type Properties = Record<string, unknown>;

/** A step of this package's resources. */
export interface PreviewedStep {
  op: (typeof WRITING)[number];
  urn: string;
  class: ResourceClass;
  id: string;
  /** As the state has it; empty if there is none. */
  olds: { inputs: Properties; outputs: Properties };
  /** As the program declares it; undefined for a deletion. */
  inputs: Properties | undefined;
}

/** What `pulumi preview --json` says about this package's resources. */
export interface Preview {
  config: ReadonlyMap<string, string>;
  steps: PreviewedStep[];
}

const properties = z.record(z.string(), z.unknown()).nullish();
const state = z.object({ id: z.string().nullish(), type: z.string(), inputs: properties, outputs: properties });
const step = z.object({ op: z.string(), urn: z.string(), oldState: state.nullish(), newState: state.nullish() });
const digest = z.object({
  config: z.record(z.string(), z.string()).nullish(),
  steps: z.array(step),
  diagnostics: z.array(z.object({ severity: z.string(), message: z.string() })).nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});

/** Reads a preview. Throws a CommandFailure if it is not one, if it failed, or if this version does not understand it. */
export async function readPreview(file: string): Promise<Preview> {
  const named = file === "-" ? "The preview on stdin" : `The preview ${file}`;
  const again = "Write it with `pulumi preview --json`.";
  const parsed = digest.safeParse(parseJson(await readInput(file, named), named, again));
  if (!parsed.success) {
    throw new CommandFailure(
      `${named} is not what \`pulumi preview --json\` writes, as this version knows it:\n${z.prettifyError(parsed.error)}\n${again}`,
    );
  }
  const { steps, config, diagnostics, changeSummary } = parsed.data;
  const errors = (diagnostics ?? [])
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message.trim());
  if (errors.length > 0 || !changeSummary) {
    throw new CommandFailure(
      `${named} failed, so it says nothing about access. ${[...new Set(errors)].join("\n") || "It ended early."}`,
    );
  }
  const own = steps.filter(({ urn }) => classIn(typeOf(urn)) !== undefined);
  const foreign = steps.find(({ urn }) => !typeOf(urn).split("$").at(-1)?.startsWith("pulumi:"));
  if (own.length === 0 && foreign !== undefined) {
    throw new CommandFailure(
      `${named} has no Cloud One resources, but others such as ${foreign.urn}. Is it the preview of another stack or project?`,
    );
  }
  return { config: new Map(Object.entries(config ?? {})), steps: own.flatMap((one) => stepOf(one, named)) };
}

function stepOf({ op, urn, oldState, newState }: z.infer<typeof step>, named: string): PreviewedStep[] {
  if (TELLING.includes(op)) return [];
  const known = WRITING.find((one) => one === op);
  const name = classIn(typeOf(urn));
  if (known === undefined || !isResourceClass(name)) {
    throw new CommandFailure(
      `${named} has ${known === undefined ? `the operation ${op}` : `the class ${name}`} (${urn}), which this version of pulumi-cloudone ` +
        "does not know. Update it. Nothing was predicted.",
    );
  }
  const isDeletion = known === "delete" || known === "delete-replaced";
  return [
    {
      op: known,
      urn,
      class: name,
      id: oldState?.id ?? "",
      olds: { inputs: plain(oldState?.inputs), outputs: plain(oldState?.outputs) },
      inputs: isDeletion ? undefined : plain(newState?.inputs),
    },
  ];
}

/** With unknown values in place of secrets, which a preview does not show. */
function plain(from: Properties | null | undefined): Properties {
  const { [PROVIDER]: _, ...rest } = from ?? {};
  return withUnknown(rest) as Properties;
}

function withUnknown(value: unknown): unknown {
  if (value === "[secret]") return UNKNOWN;
  if (Array.isArray(value)) return value.map(withUnknown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withUnknown(inner)]));
}

function typeOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}
