import { lifecycle } from "../../provider/lifecycle.js";
import type { Properties } from "../../provider/resource-kind.js";
import { accountSettings } from "../../provider/resources/account-settings.js";
import { role } from "../../provider/resources/role.js";
import { roleSet } from "../../provider/resources/role-set.js";
import { userAssignment } from "../../provider/resources/user-assignment.js";
import { userAssignmentSet } from "../../provider/resources/user-assignment-set.js";
import type { Session } from "../../provider/session.js";
import { setLifecycle } from "../../provider/set-lifecycle.js";

/** One declared resource. */
export interface Declaration {
  class: ResourceClass;
  name: string;
  inputs: Properties;
}

type ResourceClass = "Role" | "UserAssignment" | "AccountSettings" | "RoleSet" | "UserAssignmentSet";
type Provider = ReturnType<typeof lifecycle>;

interface Entry {
  class: ResourceClass;
  name: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
}

export interface Step {
  op: "create" | "update" | "replace" | "delete" | "same" | "read";
  name: string;
}

/** What the engine shows when a run fails. */
export class RunFailed extends Error {
  override name = "RunFailed" as const;
  readonly failures: string[];
  constructor(failures: string[]) {
    super(failures.join("\n"));
    this.failures = failures;
  }
}

/** The part of the Pulumi engine that a provider meets, with its state, in this process (`engine.md` for the real one). */
export class Stack {
  state: Entry[] = [];
  readonly #open: () => Session;

  /** @param open the session of a new provider process */
  constructor(open: () => Session) {
    this.#open = open;
  }

  async preview(program: readonly Declaration[]): Promise<Step[]> {
    const steps: Step[] = [];
    const provider = this.#process();
    for (const declaration of program) {
      const { op } = await this.#judge(provider(declaration.class), declaration);
      steps.push({ op, name: declaration.name });
    }
    return [...steps, ...this.#undeclared(program).map(({ name }) => ({ op: "delete" as const, name }))];
  }

  /** Checks, compares and carries out one resource after the other, then the deletions. Stops at the first failure. */
  async up(program: readonly Declaration[]): Promise<Step[]> {
    const steps: Step[] = [];
    const provider = this.#process();
    const doomed = this.#undeclared(program);
    for (const declaration of program) {
      const { op, old, inputs } = await this.#judge(provider(declaration.class), declaration);
      steps.push({ op, name: declaration.name });
      if (op === "replace" && old !== undefined) doomed.push({ ...old });
      if (op === "create" || op === "replace") await this.#create(provider(declaration.class), declaration, inputs);
      else if (op === "update" && old !== undefined) await this.#update(provider(declaration.class), old, inputs);
      else if (old !== undefined) old.inputs = inputs;
    }
    for (const entry of doomed.reverse()) steps.push(await this.#delete(provider(entry.class), entry));
    return steps;
  }

  /** Reads everything; what is proven gone leaves the state. A failed read leaves its entry as it is. */
  async refresh(): Promise<Step[]> {
    const steps: Step[] = [];
    const failures: string[] = [];
    const provider = this.#process();
    for (const entry of [...this.state]) {
      try {
        const found = await provider(entry.class).read?.(entry.id, entry.outputs);
        if (found?.id) {
          const { changes } = (await provider(entry.class).diff?.(entry.id, found.props ?? {}, entry.inputs)) ?? {};
          entry.outputs = { ...found.props, __provider: entry.class };
          entry.inputs = found.inputs ?? entry.inputs;
          steps.push({ op: changes ? "update" : "same", name: entry.name });
        } else {
          this.state = this.state.filter((other) => other !== entry);
          steps.push({ op: "delete", name: entry.name });
        }
      } catch (error) {
        failures.push(messageOf(error));
      }
    }
    if (failures.length > 0) throw new RunFailed(failures);
    return steps;
  }

  async destroy(): Promise<Step[]> {
    const steps: Step[] = [];
    const provider = this.#process();
    for (const entry of [...this.state].reverse()) steps.push(await this.#delete(provider(entry.class), entry));
    return steps;
  }

  /** A new provider process: one session for all kinds. */
  #process(): (of: ResourceClass) => Provider {
    let session: Session | undefined;
    const open = () => {
      session ??= this.#open();
      return session;
    };
    const providers: Record<ResourceClass, Provider> = {
      Role: lifecycle(role, open),
      UserAssignment: lifecycle(userAssignment, open),
      AccountSettings: lifecycle(accountSettings, open),
      RoleSet: setLifecycle(roleSet, open),
      UserAssignmentSet: setLifecycle(userAssignmentSet, open),
    };
    const config = { get: () => undefined, require: () => "" };
    for (const provider of Object.values(providers)) void provider.configure?.({ config });
    return (of) => providers[of];
  }

  #undeclared(program: readonly Declaration[]): Entry[] {
    return this.state.filter((entry) => !program.some((one) => one.name === entry.name && one.class === entry.class));
  }

  async #judge(provider: Provider, declaration: Declaration) {
    const old = this.state.find((entry) => entry.name === declaration.name && entry.class === declaration.class);
    const checked = await this.#check(provider, declaration, old?.inputs ?? {});
    if (old === undefined) return { op: "create" as const, old, inputs: checked };
    const { changes, replaces = [] } = (await attempt(() => provider.diff?.(old.id, old.outputs, checked))) ?? {};
    if (replaces.length === 0) return { op: changes ? ("update" as const) : ("same" as const), old, inputs: checked };
    return { op: "replace" as const, old, inputs: await this.#check(provider, declaration, {}) };
  }

  async #check(provider: Provider, declaration: Declaration, olds: Properties): Promise<Properties> {
    const urn = `urn:pulumi:dev::simulation::pulumi-nodejs:dynamic/cloudone:${declaration.class}::${declaration.name}`;
    const news = { ...declaration.inputs, __declaration: urn, __provider: declaration.class };
    const { inputs = news, failures = [] } = (await attempt(() => provider.check?.(olds, news))) ?? {};
    if (failures.length > 0) throw new RunFailed(failures.map(({ reason }) => reason));
    return { ...inputs, __provider: declaration.class };
  }

  async #create(provider: Provider, { class: of, name }: Declaration, inputs: Properties): Promise<void> {
    const put = (id: string, outputs: Properties) => {
      this.state = this.state.filter((entry) => entry.name !== name || entry.class !== of);
      this.state.push({ class: of, name, id, inputs, outputs: { ...outputs, __provider: of } });
    };
    try {
      const { id, outs } = await provider.create(inputs);
      put(id, outs ?? {});
    } catch (error) {
      if (isPartial(error)) put(error.id, error.properties);
      throw new RunFailed([messageOf(error)]);
    }
  }

  async #update(provider: Provider, old: Entry, inputs: Properties): Promise<void> {
    try {
      old.outputs = { ...(await provider.update?.(old.id, old.outputs, inputs))?.outs, __provider: old.class };
      old.inputs = inputs;
    } catch (error) {
      if (isPartial(error)) old.outputs = error.properties;
      throw new RunFailed([messageOf(error)]);
    }
  }

  async #delete(provider: Provider, entry: Entry): Promise<Step> {
    await attempt(() => provider.delete?.(entry.id, entry.outputs));
    this.state = this.state.filter((other) => other !== entry);
    return { op: "delete", name: entry.name };
  }
}

async function attempt<T>(work: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    throw new RunFailed([messageOf(error)]);
  }
}

function isPartial(error: unknown): error is { id: string; properties: Properties } {
  return error instanceof Error && "id" in error && "properties" in error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
