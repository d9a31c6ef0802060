import type { Edits, Emulator } from "pulumi-cloudone/emulator";
import { type AccountView, viewAccount } from "./account-view.ts";
import { check } from "./checks.ts";
import { counted } from "./counted.ts";
import { readableLines } from "./engine-lines.ts";
import { foldLines } from "./fold-lines.ts";
import { show, showCommand, showEngine } from "./narrate.ts";
import type { Project } from "./project.ts";
import { KEY } from "./seed.ts";

/** Where the story takes place: the emulated account, and the stack that manages it. */
export class Stage {
  readonly project: Project;
  readonly #emulator: Emulator;

  constructor(emulator: Emulator, project: Project) {
    this.#emulator = emulator;
    this.project = project;
  }

  /** What someone can do by hand in the console. */
  get edit(): Edits {
    return this.#emulator.edit;
  }

  /** The account as it is now. */
  look(): AccountView {
    return viewAccount(this.#emulator.store);
  }

  urnsOf(roleId: string): string[] {
    return this.#emulator.store.roles.get(roleId)?.serviceRoleURNs ?? [];
  }

  userId(email: string): string {
    return [...this.#emulator.store.users.values()].find((user) => user.email === email)?.id ?? email;
  }

  /** Runs pulumi, shows its output, and checks how it ends and what it requested. */
  async pulumi(args: string, told: { exit?: 0 | 1; writes: number; key?: string; note?: string }): Promise<string> {
    const { exit = 0, writes, key = KEY, note = "" } = told;
    showCommand(`${note}pulumi ${args}`);
    const [read, written] = [this.#emulator.requests.length, this.#emulator.writes().length];
    const { exitCode: code, stdout, stderr } = await this.project.run(args.split(" "), key);
    showEngine(readableLines(`${stdout}\n${stderr}`));
    const asked = this.#emulator.requests.length - read;
    const wrote = this.#emulator.writes().length - written;
    check(
      `exit code ${code}; ${counted(asked - wrote, "read")}, ${counted(wrote, "write")}`,
      { code, wrote },
      { code: exit, wrote: writes },
    );
    return `${stdout}\n${stderr}`;
  }

  /** Runs pulumi-cloudone, shows its output, and checks how it ends and that it wrote nothing. */
  async command(args: string, exit: 0 | 2, shown = args): Promise<string> {
    showCommand(`pulumi-cloudone ${shown}`);
    const written = this.#emulator.writes().length;
    const { exitCode: code, stdout, stderr } = await this.project.command(args.split(" "), KEY);
    if (stdout !== "") show(foldLines(stdout.trim().split("\n")));
    const wrote = this.#emulator.writes().length - written;
    check(`exit code ${code}; nothing written`, { code, wrote, stderr }, { code: exit, wrote: 0, stderr: "" });
    return stdout;
  }
}
