// Loaded before the program and the provider. The SDK loads the compiler with itself, which takes a quarter of a run, although it needs it
// only to serialize a function or to compile a program; here it waits until it is used.
const id = require.resolve("@pulumi/pulumi/package.json").replace("package.json", "typescript-shim.js");
let compiler;
const load = () => {
  compiler ??= require("typescript");
  return compiler;
};
require.cache[id] = { id, filename: id, loaded: true, exports: new Proxy({}, { get: (_, name) => load()[name] }) };

// Node itself runs a program in JavaScript. Some language hosts do not know Pulumi.yaml's option that says so.
if (process.argv.at(-1)?.endsWith(".js")) process.env.PULUMI_NODEJS_TYPESCRIPT = "false";
