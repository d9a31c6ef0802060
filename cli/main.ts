#!/usr/bin/env node
import { nodeTooOld } from "../provider/client/settings/node-version.js";
import { watchOutput } from "./watch-output.js";

// Before anything else is loaded: an old Node.js fails on the rest with unhelpful errors.
const reason = nodeTooOld(process.versions.node);
if (reason !== undefined) {
  process.stderr.write(`error: ${reason}\n`);
  process.exit(1);
}
watchOutput();
const { createProgram } = await import("./program.js");
await createProgram().parseAsync();
