// npm run bench [-- NAME] [flags]: one of the benchmarks in tools/bench; without a name, this package compared with others.
const BENCHMARKS = ["side-by-side", "walks", "imports", "sets", "growth", "ratelimit", "report"];

const [, , first = ""] = process.argv;
const isNamed = first !== "" && !first.startsWith("-");
const name = isNamed ? first : "side-by-side";
if (BENCHMARKS.includes(name)) {
  // The benchmark reads the rest of the command line itself.
  if (isNamed) process.argv.splice(2, 1);
  await import(`./bench/${name}.ts`);
} else {
  console.error(`There is no benchmark ${name}. There are ${BENCHMARKS.join(", ")}.`);
  process.exitCode = 1;
}
