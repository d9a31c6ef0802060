import { createRequire } from "node:module";
import { join } from "node:path";
import { printableLines } from "../plan/text/printable.js";
import type { Log } from "../session/log.js";

const SEVERITY = { info: 1, warn: 2 } as const;

interface LogRequest {
  setSeverity(severity: number): void;
  setMessage(message: string): void;
  setUrn(urn: string): void;
}

interface EnginePackage {
  EngineClient: new (
    address: string,
    credentials: unknown,
  ) => { log(request: LogRequest, done: (error: unknown) => void): void };
  LogRequest: new () => LogRequest;
  insecure: () => unknown;
}

/** How long a line waits for the previous one to be acknowledged, and a call for its lines, in milliseconds. */
const PATIENCE_MS = 500;

/** A log that knows when its lines have arrived. */
export interface EngineLog extends Log {
  /** Resolves when every line so far has reached the engine, or stderr, but does not wait for an engine that does not respond. */
  sent(): Promise<unknown>;
}

/**
 * The log service of the engine that started this provider process. It is reached through internal paths of the program's own
 * @pulumi/pulumi; if these are not as expected, lines go to stderr, which the engine also shows. The engine handles requests
 * concurrently, so each line waits until the one before has arrived: what was said first is printed first.
 */
export function engineLog(address: string | undefined = process.argv[2]): EngineLog {
  let last: Promise<unknown> = Promise.resolve();
  let send: ((severity: number, text: string, urn?: string) => Promise<void>) | undefined;
  try {
    const engine = loadEngine();
    const client = new engine.EngineClient(address ?? "", engine.insecure());
    send = (severity, text, urn) => {
      const request = new engine.LogRequest();
      request.setSeverity(severity);
      request.setMessage(text);
      if (urn !== undefined) request.setUrn(urn);
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, PATIENCE_MS).unref();
        client.log(request, (error) => {
          clearTimeout(timer);
          if (error) console.error(text);
          resolve();
        });
      });
    };
  } catch {
    send = undefined;
  }
  const logAt = (severity: number) => (message: string, urn?: string) => {
    const text = printableLines(message);
    if (send === undefined || address === undefined) return console.error(text);
    const sending = send;
    last = last.then(() => sending(severity, text, urn)).catch(() => console.error(text));
  };
  return { info: logAt(SEVERITY.info), warn: logAt(SEVERITY.warn), sent: () => Promise.race([last, timeLimit()]) };
}

function timeLimit(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
}

function loadEngine(): EnginePackage {
  const fromProgram = createRequire(join(process.cwd(), "program.js"));
  const fromPulumi = createRequire(fromProgram.resolve("@pulumi/pulumi"));
  const { EngineClient } = fromProgram("@pulumi/pulumi/proto/engine_grpc_pb");
  const { LogRequest } = fromProgram("@pulumi/pulumi/proto/engine_pb");
  const grpc = fromPulumi("@grpc/grpc-js");
  return { EngineClient, LogRequest, insecure: () => grpc.credentials.createInsecure() };
}
