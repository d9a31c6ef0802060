import { styleText } from "node:util";

/** Prints the demo, in colour only on a terminal and never with NO_COLOR. */
const print = (text = "") => process.stdout.write(`${text}\n`);

let steps = 0;

/** Begins a numbered step. */
export function step(title: string): void {
  steps += 1;
  print();
  print(styleText("bold", `${steps}. ${title}`));
}

/** A sentence of explanation. */
export function say(text: string): void {
  print(`   ${text}`);
}

/** A table. */
export function show(lines: readonly string[]): void {
  for (const line of lines) print(`      ${line}`);
}

/** A command, as a person would type it. */
export function showCommand(command: string): void {
  print();
  print(`   ${styleText("cyan", `$ ${command}`)}`);
}

/** The engine's output. */
export function showEngine(lines: readonly string[]): void {
  for (const line of lines) print(styleText(colourOf(line), `   | ${line}`));
}

/** A comparison with the emulator's store. */
export function showCheck(what: string): void {
  print(styleText("green", `   ok: ${what}`));
}

export function showFailure(text: string): void {
  print();
  print(styleText("red", text));
}

export function heading(text: string): void {
  print(styleText("bold", text));
}

function colourOf(line: string): "yellow" | "red" | "dim" {
  if (/\berror\b|\bfailed\b/i.test(line)) return "red";
  return /\bwarning:/.test(line) ? "yellow" : "dim";
}
