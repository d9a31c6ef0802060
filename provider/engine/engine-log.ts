import { createRequire } from "node:module";
import { join } from "node:path";
import { printableLines } from "../plan/printable.js";
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

/**
 * The log service of the engine that started this provider process. It is reached through internal paths of the program's own
 * @pulumi/pulumi; if these are not as expected, lines go to stderr, which the engine also shows.
 */
export function engineLog(address: string | undefined = process.argv[2]): Log {
  let send: ((severity: number, text: string, urn?: string) => void) | undefined;
  try {
    const engine = loadEngine();
    const client = new engine.EngineClient(address ?? "", engine.insecure());
    send = (severity, text, urn) => {
      const request = new engine.LogRequest();
      request.setSeverity(severity);
      request.setMessage(text);
      if (urn !== undefined) request.setUrn(urn);
      client.log(request, (error) => {
        if (error) console.error(text);
      });
    };
  } catch {
    send = undefined;
  }
  const say = (severity: number) => (message: string, urn?: string) => {
    const text = printableLines(message);
    return send === undefined || address === undefined ? console.error(text) : send(severity, text, urn);
  };
  return { info: say(SEVERITY.info), warn: say(SEVERITY.warn) };
}

function loadEngine(): EnginePackage {
  const fromProgram = createRequire(join(process.cwd(), "program.js"));
  const fromPulumi = createRequire(fromProgram.resolve("@pulumi/pulumi"));
  const { EngineClient } = fromProgram("@pulumi/pulumi/proto/engine_grpc_pb");
  const { LogRequest } = fromProgram("@pulumi/pulumi/proto/engine_pb");
  const grpc = fromPulumi("@grpc/grpc-js");
  return { EngineClient, LogRequest, insecure: () => grpc.credentials.createInsecure() };
}
