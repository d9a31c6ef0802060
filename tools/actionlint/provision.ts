import { resolve } from "node:path";
import { provisionGoBinary } from "../engine/go-binary.ts";

/** Finds actionlint in the cache, or builds it from its pinned Go module in about ten seconds. Throws the reason if it cannot. */
export function provisionActionlint(): Promise<string> {
  return provisionGoBinary(
    {
      name: "actionlint",
      version: "1.7.7",
      module: import.meta.dirname,
      package: "github.com/rhysd/actionlint/cmd/actionlint",
      cache: resolve(import.meta.dirname, "..", "..", ".cache"),
      expected: "about ten seconds the first time",
      timeoutSeconds: 300,
    },
    console.error,
  );
}
