import { join } from "node:path";
import { expect, test } from "@jest/globals";
import ts from "typescript";
import { exampleBlocks, program } from "../unit/docs/doc-comments.js";
import { blocks, DOCUMENTS, REPOSITORY, read } from "../unit/docs/documents.js";

test("the TypeScript of every document, and every @example of the sources, compiles against the sources", () => {
  const inDocuments = DOCUMENTS.flatMap((path) =>
    blocks(read(path), "typescript").map((text, n): [string, string] => {
      return [join(REPOSITORY, "test", "integration", `${path.replaceAll("/", "-")}-${n}.ts`), program(text)];
    }),
  );
  const inSources = [...exampleBlocks()].map(([name, text]): [string, string] => {
    return [join(REPOSITORY, "test", "integration", `${name.replaceAll(/[/ ]/g, "-").replace(".ts", "")}.ts`), text];
  });
  expect(inDocuments.length).toBeGreaterThan(2);
  expect(inSources.length).toBeGreaterThan(20);
  expect(compile(new Map([...inDocuments, ...inSources]))).toBe("");
  // A whole compiler run: seconds, and more on a machine that does other things as well.
}, 120_000);

/** Type-checks strings as if they were files; returns the compiler's errors. */
function compile(files: ReadonlyMap<string, string>): string {
  const parsed = ts.getParsedCommandLineOfConfigFile(
    join(REPOSITORY, "tsconfig.json"),
    {
      paths: {
        "pulumi-cloudone": [join(REPOSITORY, "sdk", "index.ts")],
        "pulumi-cloudone/*": [join(REPOSITORY, "*", "index.ts")],
      },
    },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  // Strict, as most programs are, but no stricter.
  const options: ts.CompilerOptions = { ...parsed?.options, noUncheckedIndexedAccess: false };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...rest) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const problems = program
    .getSourceFiles()
    .flatMap((source) => (files.has(source.fileName) ? check(program, source) : []));
  return ts.formatDiagnostics(problems, host);
}

function check(program: ts.Program, source: ts.SourceFile): readonly ts.Diagnostic[] {
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
}
