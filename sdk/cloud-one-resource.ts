import * as pulumi from "@pulumi/pulumi";
import { CLASSES, type ResourceClass, typeToken } from "../provider/plan/objects.js";
import { BESIDE, DECLARATION, LATER, OF_KIND, PROVIDER } from "../provider/plan/property-names.js";
import { howMany } from "./how-many.js";
import { laterValues } from "./later-values.js";
import { noteUse } from "./note-use.js";
import { outputValue } from "./output-value.js";
import { PROVIDER_TEXT } from "./provider-text.js";
import { refuseBlindCascade } from "./refuse-blind-cascade.js";
import { refuseImport } from "./refuse-import.js";
import { refusePlainTextSecrets } from "./refuse-plain-text-secrets.js";
import { reportFailures } from "./report-failures.js";
import { requireInstalled } from "./require-installed.js";
import { noteDeclared, noteSetUsed, siblingDeclarations } from "./sibling-declarations.js";
import { trimStackTraces } from "./trim-stack-traces.js";

/** A resource that the package's own dynamic provider serves. */
export abstract class CloudOneResource extends pulumi.CustomResource {
  /**
   * @param outputs the names of all outputs of the class, so that a resource that only reads has them as well
   */
  constructor(
    kind: ResourceClass,
    name: string,
    args: pulumi.Inputs,
    outputs: readonly string[],
    opts: pulumi.CustomResourceOptions | undefined,
  ) {
    requireInstalled();
    refusePlainTextSecrets();
    refuseImport(kind, name, opts);
    refuseBlindCascade(name, args, opts);
    if (opts?.id === undefined) noteDeclared(kind, args);
    const type = typeToken(kind);
    // A set takes access from members that it drops. With deleteBeforeReplace, Pulumi may delete this resource before the rest
    // of the program is declared.
    const isSet = CLASSES[kind].members !== undefined;
    const needsSiblings = isSet || opts?.deleteBeforeReplace === true;
    const restoreStacks = trimStackTraces(import.meta.url);
    try {
      const properties = {
        ...Object.fromEntries(outputs.map((key) => [key, undefined])),
        ...args,
        // Only check reads these, and it does not pass them on, so no state holds them. They must not depend on a resource.
        [DECLARATION]: handled(outputValue(pulumi.createUrn(name, type, opts?.parent))),
        ...(!pulumi.runtime.isDryRun() && { [LATER]: handled(laterValues(args).then(orUndefined)) }),
        ...(opts?.id === undefined && { [OF_KIND]: howMany(kind) }),
        ...(needsSiblings && { [BESIDE]: siblingDeclarations(kind, args) }),
        [PROVIDER]: PROVIDER_TEXT[kind],
      };
      super(type, name, properties, opts);
    } finally {
      restoreStacks();
    }
    if (needsSiblings && !isSet) noteUse(this, ["urn", "id", ...outputs], noteSetUsed);
    if (opts?.id === undefined) reportFailures(kind, name, args);
  }
}

/** Whether a value is a resource of the type; resources carry their type token. */
export function isOfType(value: unknown, type: string): boolean {
  return typeof value === "object" && value !== null && "__pulumiType" in value && value.__pulumiType === type;
}

/** The promise, without an unhandled rejection: the registration reports its failure. */
function handled<T>(value: Promise<T>): Promise<T> {
  value.catch(() => undefined);
  return value;
}

/** Undefined for an empty list: most resources have none and need not send it. */
function orUndefined<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
