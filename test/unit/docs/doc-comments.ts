import { readdirSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY, read } from "./documents.js";

/** What an example's program may take for granted. */
const PRELUDE = {
  pulumi: 'import * as pulumi from "@pulumi/pulumi";',
  cloudone: 'import * as cloudone from "pulumi-cloudone";',
  createCloudOne: 'import { createCloudOne } from "pulumi-cloudone/provider";',
  createSailPoint: 'import { createSailPoint } from "pulumi-cloudone/provider";',
  createEmulator: 'import { createEmulator } from "pulumi-cloudone/emulator";',
  startEmulator: 'import { startEmulator } from "pulumi-cloudone/emulator";',
  auditor: "declare const auditor: cloudone.Role;",
  operator: "declare const operator: cloudone.Role;",
  roles: "declare const roles: cloudone.RoleSet;",
  headers: "declare const headers: Record<string, string>;",
};

/** The `@example` of every documented export, as programs, by source file and number. */
export function exampleBlocks(): Map<string, string> {
  const programs = new Map<string, string>();
  for (const folder of ["sdk", "provider", "emulator"]) {
    const files = readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => name.endsWith(".ts"))) {
      examplesIn(read(`${folder}/${file}`)).forEach((text, n) => {
        programs.set(`${folder}/${file} ${n + 1}`, program(text));
      });
    }
  }
  return programs;
}

function examplesIn(source: string): string[] {
  const comments = [...source.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map(([, comment = ""]) =>
    comment.replace(/^[ \t]*\* ?/gm, "").trim(),
  );
  return comments.flatMap((comment) =>
    [...comment.matchAll(/^@example ?([\s\S]*?)(?=^@\w|$(?![\s\S]))/gm)].map(([, text = ""]) =>
      text.replace(/^```\w*$/gm, "").trim(),
    ),
  );
}

/** Prepends what an excerpt leaves out. An excerpt without semicolons is a value. */
export function program(text: string): string {
  const body = text.includes(";") ? text : `console.log(${text});`;
  const isThere = (name: string) => new RegExp(`\\b(const|let) ${name}\\b|import .*\\b${name}\\b`).test(body);
  const isUsed = (name: string) => new RegExp(`(?<!\\.)\\b${name}\\b`).test(body);
  const lines = Object.entries(PRELUDE).flatMap(([name, line]) => (isUsed(name) && !isThere(name) ? [line] : []));
  const needsCloudone = lines.some((line) => line.includes(" cloudone.")) && !isThere("cloudone");
  if (needsCloudone && !lines.includes(PRELUDE.cloudone)) lines.unshift(PRELUDE.cloudone);
  return `${lines.join("\n")}\n${body}\nexport {};\n`;
}
