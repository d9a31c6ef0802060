import { createHash } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import { providerOf } from "../../provider/engine/resource-classes.js";
import { typeToken } from "../../provider/plan/objects.js";
import { PROVIDER } from "../../provider/plan/property-names.js";
import { parseSetId, setId } from "../../provider/plan/set-id.js";
import type { Session } from "../../provider/session/session.js";
import { PROVIDER_TEXT } from "../../sdk/provider-text.js";
import { CommandFailure } from "../command-failure.js";
import type { ExportedDeclaration } from "./declarations.js";

/** The session already has its configuration. */
const NO_CONFIG: dynamic.Config = {
  get: () => undefined,
  require: (key) => {
    throw new Error(`The configuration has already been read, so ${key} is not read here.`);
  },
};

/**
 * The content of a file for `pulumi import --file`. Each resource is what the provider itself returns when it takes the object
 * over, so the import stores exactly what an `up` would have stored. The session must be read-only: anything that is not as
 * declared fails.
 */
export async function importFile(session: Session, declarations: readonly ExportedDeclaration[]): Promise<string> {
  const resources: object[] = [];
  for (const declaration of declarations) resources.push(await imported(session, declaration));
  return `${JSON.stringify({ resources }, null, 2)}\n`;
}

async function imported(session: Session, { kind, name, inputs: declared }: ExportedDeclaration): Promise<object> {
  const provider = providerOf(kind, session);
  await provider.configure?.({ config: NO_CONFIG });
  const refuse = (reason: string) => new CommandFailure(`import.json cannot hold ${kind} ${name}: ${reason}`);
  try {
    const { inputs = declared, failures = [] } = (await provider.check?.({}, declared)) ?? {};
    const [failure] = failures;
    if (failure !== undefined) throw refuse(failure.reason);
    const { id, outs } = await provider.create(inputs);
    const stored = (properties: object) => ({ ...properties, [PROVIDER]: PROVIDER_TEXT[kind] });
    return { type: typeToken(kind), name, id: stable(id), inputs: stored(inputs), outputs: stored(outs ?? {}) };
  } catch (error) {
    if (!(error instanceof Error) || (error.name !== "StepError" && error.name !== "PartialError")) throw error;
    throw refuse(error.message);
  }
}

/** A set's id usually ends in random digits; derived from its content, two exports of one account are the same. */
function stable(id: string): string {
  const set = parseSetId(id);
  if (set === undefined) return id;
  const { collection, accountId } = set;
  const digits = createHash("sha256").update(`${collection}/${accountId}`).digest("hex").slice(0, 8);
  return setId(collection, accountId, digits);
}
