import type { Transport } from "../../../provider/client/index.js";
import type { World } from "../../doubles/world.js";
import { type WriteRecord, witnessWrite } from "./witness.js";

/** Where the machine crashes. */
export interface CrashPoint {
  /** The number of the process's request, from 1. */
  at: number;
  /** Before the request is sent, or after the server has carried it out. */
  when: "before" | "after";
  /** Whether the provider dies too, or finishes its current work, as when only the engine is killed. */
  mode: "power" | "orphan";
}

export interface ProcessPlan {
  crash?: CrashPoint | undefined;
  /** What someone else does while the process runs. */
  meanwhile?: { at: number; act(): void } | undefined;
  /** The request to which a proxy responds with a page that echoes its headers. */
  echoAt?: number | undefined;
}

/** One provider process as the network sees it. */
export class ProviderProcess {
  readonly writes: WriteRecord[] = [];
  requests = 0;
  /** Writes sent after someone joined who was in no earlier list of users. */
  readonly overtaken = new Set<WriteRecord>();
  readonly transport: Transport;
  #isDead = false;
  #someoneJoinedUnseen = false;
  #hasCrashed = false;

  constructor(world: World, { crash, meanwhile, echoAt }: ProcessPlan, killEngine: () => void) {
    const die = () => {
      if (this.#hasCrashed) return;
      this.#hasCrashed = true;
      this.#isDead ||= crash?.mode === "power";
      killEngine();
    };
    const send = world.transportFor((request) => {
      const number = this.requests;
      const seen = request.method === "GET" ? undefined : witnessWrite(world, request);
      const isOvertaken = this.#someoneJoinedUnseen;
      let isDone = false;
      return () => {
        if (isDone) return;
        isDone = true;
        const write = seen?.();
        if (write !== undefined) this.writes.push(write);
        if (write !== undefined && isOvertaken) this.overtaken.add(write);
        if (crash?.when === "after" && number >= crash.at) die();
      };
    });
    this.transport = async (request) => {
      if (this.#isDead) return forEver();
      this.requests += 1;
      if (meanwhile?.at === this.requests) {
        const { size } = world.emulator.store.users;
        meanwhile.act();
        this.#someoneJoinedUnseen = world.emulator.store.users.size > size;
      }
      const mayShow = this.#someoneJoinedUnseen && new URL(request.url).pathname === "/api/users";
      if (crash?.when === "before" && crash.at === this.requests) {
        die();
        if (crash.mode === "power") return forEver();
      }
      if (this.requests === echoAt) return echo(request.headers);
      try {
        const response = await send(request);
        if (mayShow) this.#someoneJoinedUnseen = false;
        return this.#isDead ? forEver() : response;
      } catch (error) {
        if (this.#isDead) return forEver();
        throw error;
      }
    };
  }
}

function forEver(): Promise<never> {
  return new Promise(() => undefined);
}

function echo(headers: Record<string, string>): Awaited<ReturnType<Transport>> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const body = `<html><title>502 ${lines.join(" ")}</title><body>${lines.join("<br>")}</body></html>`;
  return { status: 502, headers: { "content-type": "text/html" }, body };
}
