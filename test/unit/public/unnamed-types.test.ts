import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import ts from "typescript";
import { REPOSITORY } from "../docs/documents.js";

/** Types of the package that public declarations of an entry point use and that it does not export. */
function unnamed(entry: string): string[] {
  const file = join(REPOSITORY, "dist", entry);
  if (!existsSync(file)) throw new Error("Run npm run build first.");
  const options = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, noLib: true };
  const program = ts.createProgram([file], { ...options, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const index = source && checker.getSymbolAtLocation(source);
  const origin = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const exported = index === undefined ? [] : checker.getExportsOfModule(index).map(origin);
  const isOwn = ({ declarations = [] }: ts.Symbol) =>
    declarations.some((node) => node.getSourceFile().fileName.startsWith(join(REPOSITORY, "dist")));
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const name = nameOf(node);
    const symbol = name && checker.getSymbolAtLocation(name);
    const type = symbol && origin(symbol);
    const isPlaceholder = type !== undefined && (type.flags & ts.SymbolFlags.TypeParameter) !== 0;
    if (type !== undefined && isOwn(type) && !isPlaceholder && !exported.includes(type)) found.add(type.name);
    ts.forEachChild(node, visit);
  };
  for (const { declarations = [] } of exported) declarations.forEach(visit);
  return [...found].sort();
}

function nameOf(node: ts.Node): ts.Node | undefined {
  if (ts.isTypeReferenceNode(node)) return node.typeName;
  if (ts.isImportTypeNode(node)) return node.qualifier;
  return ts.isExpressionWithTypeArguments(node) ? node.expression : undefined;
}

// What a client is made of for tests is nothing that a script could be given, and stays free to change.
test("the client's public types use no others, but for what makes errors and what errors and options have in common", () => {
  expect(unnamed("provider/index.d.ts")).toEqual([
    "ClientCredentials",
    "DeadlineErrorFields",
    "GaveUpError",
    "GaveUpErrorFields",
    "InvalidResponseErrorFields",
    "Refusal",
    "ResponseDefect",
    "SailPointServer",
  ]);
});
