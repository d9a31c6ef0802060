#!/usr/bin/env node
// Stands in for GitHub's command on PATH: `gh api` with the options that forge.sh uses, and no others.
import { readFileSync } from "node:fs";

const [command, ...args] = process.argv.slice(2);
if (command !== "api") throw new Error(`gh ${command}`);
let method = "GET";
let path = "";
const fields = {};
while (args.length > 0) {
  const arg = args.shift();
  if (arg === "--method") method = args.shift();
  else if (arg === "-F") {
    const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(args.shift());
    fields[name] = value.startsWith("@") ? readFileSync(value.slice(1), "utf8") : value;
  } else if (arg.startsWith("-")) throw new Error(`gh api ${arg}`);
  else path = arg;
}
const answer = await fetch(`${process.env.STUB_FORGE_URL}/${path}`, {
  method,
  headers: { Authorization: process.env.GH_TOKEN, "Content-Type": "application/json" },
  ...(method === "GET" ? {} : { body: JSON.stringify(fields) }),
});
process.stdout.write(await answer.text());
if (!answer.ok) process.exitCode = 1;
