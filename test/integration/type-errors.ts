import { join, resolve } from "node:path";
import ts from "typescript";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");

/** `tsc`'s errors in an exported project, as if the built package had been installed. */
export function typeErrors(folder: string): string[] {
  const file = join(folder, "tsconfig.json");
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(file, ts.sys.readFile).config,
    ts.sys,
    folder,
    {
      paths: {
        "pulumi-cloudone": [join(REPOSITORY, "dist", "sdk", "index.d.ts")],
        "pulumi-cloudone/*": [join(REPOSITORY, "dist", "*", "index.d.ts")],
        "@pulumi/policy": [join(REPOSITORY, "node_modules", "@pulumi", "policy", "index.d.ts")],
        "@pulumi/pulumi": [join(REPOSITORY, "node_modules", "@pulumi", "pulumi", "index.d.ts")],
      },
      typeRoots: [join(REPOSITORY, "node_modules", "@types")],
    },
  );
  return ts
    .getPreEmitDiagnostics(ts.createProgram(fileNames, options))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
