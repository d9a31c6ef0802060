import { readFile } from "node:fs/promises";

export type StepOp =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "read"
  | "read-replacement"
  | "refresh"
  | "discard"
  | "discard-replaced"
  | "remove-pending-replace"
  | "import"
  | "import-replacement";

/** The state of a resource as an event shows it. */
export interface StepState {
  id: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** One thing that the engine did to one resource, or at preview would do. */
export interface Step {
  op: StepOp;
  /** The resource's Pulumi name. */
  name: string;
  type: string;
  urn: string;
  failed: boolean;
  /** Top-level properties that differ. */
  diffs: string[];
  old?: StepState;
  new?: StepState;
}

export interface Diagnostic {
  severity: "info" | "info#err" | "warning" | "error";
  message: string;
  /** The resource's Pulumi name; missing if the message is about the whole run. */
  name?: string;
  urn?: string;
}

export interface EventLog {
  steps: Step[];
  diagnostics: Diagnostic[];
  /** Counts by operation, as in the summary. */
  changes: Record<string, number>;
}

interface StepMetadata {
  op: StepOp;
  urn: string;
  type: string;
  diffs?: string[] | null;
  old?: StepState | null;
  new?: StepState | null;
}

interface EngineEvent {
  resourcePreEvent?: { metadata: StepMetadata };
  resOutputsEvent?: { metadata: StepMetadata };
  resOpFailedEvent?: { metadata: StepMetadata };
  diagnosticEvent?: { severity: Diagnostic["severity"] | "debug"; message: string; urn?: string; ephemeral?: boolean };
  summaryEvent?: { resourceChanges?: Record<string, number> };
}

/** Reads what the engine wrote to `--event-log`. For an `up` with a preview it contains only the update. */
export async function readEventLog(file: string): Promise<EventLog> {
  const log: EventLog = { steps: [], diagnostics: [], changes: {} };
  for (const line of (await readLines(file)).filter((text) => text !== "")) {
    const event = parse(line);
    if (event === undefined) continue;
    if (event.resourcePreEvent) log.steps.push(toStep(event.resourcePreEvent.metadata, false));
    if (event.resOutputsEvent) finish(log.steps, event.resOutputsEvent.metadata, false);
    if (event.resOpFailedEvent) finish(log.steps, event.resOpFailedEvent.metadata, true);
    if (event.summaryEvent) log.changes = event.summaryEvent.resourceChanges ?? {};
    const said = event.diagnosticEvent;
    if (said && said.severity !== "debug" && !said.ephemeral) {
      log.diagnostics.push({
        severity: said.severity,
        message: said.message.replace(/<\{%[^%]*%\}>/g, "").trim(),
        ...(said.urn ? { urn: said.urn, name: nameOf(said.urn) } : {}),
      });
    }
  }
  return log;
}

/** The Pulumi name in a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

async function readLines(file: string): Promise<string[]> {
  try {
    return (await readFile(file, "utf8")).split("\n");
  } catch (error) {
    // A command that fails before it starts the engine writes none.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function parse(line: string): EngineEvent | undefined {
  try {
    return JSON.parse(line);
  } catch {
    // A killed engine leaves an incomplete line.
    return undefined;
  }
}

function toStep(metadata: StepMetadata, failed: boolean): Step {
  return {
    op: metadata.op,
    name: nameOf(metadata.urn),
    type: metadata.type,
    urn: metadata.urn,
    failed,
    diffs: metadata.diffs ?? [],
    ...(metadata.old ? { old: metadata.old } : {}),
    ...(metadata.new ? { new: metadata.new } : {}),
  };
}

/** The event at the end of a step knows more than the first one: only then does a refresh know what it found. */
function finish(steps: Step[], metadata: StepMetadata, failed: boolean): void {
  const before = steps.findLastIndex(({ urn, op }) => urn === metadata.urn && (op === metadata.op || op === "refresh"));
  const step = toStep(metadata, failed);
  if (before === -1) steps.push(step);
  else steps[before] = step;
}
