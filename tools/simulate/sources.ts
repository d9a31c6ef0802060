// Loaded with --import: lets node run the sources as they are. They import "./x.js", as published ESM must, but the file is x.ts.
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

registerHooks({
  resolve(specifier, context, next) {
    if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL !== undefined) {
      const source = new URL(specifier.replace(/\.js$/, ".ts"), context.parentURL).href;
      if (existsSync(fileURLToPath(source))) return next(source, context);
    }
    return next(specifier, context);
  },
});
