import { setUp } from "../../doubles/scene.js";
import type { Declaration } from "../../doubles/stack.js";

export type Scene = ReturnType<typeof setUp>;
export type Args = Record<string, unknown>;

/** One object, declared alone and in a set of one. */
export interface Twins {
  /** What the account has before the first run. */
  prepare(scene: Scene): void;
  /** What someone changes by hand between the runs. */
  meanwhile(scene: Scene): void;
  single: { first: Declaration; second?: Declaration };
  set: { first: Declaration; second?: Declaration; dropped: Declaration };
  /** A description of the live object. */
  show(scene: Scene): string;
}

/** What three runs did: up, up again with a refresh, and the object dropped. */
export interface Played {
  step: "up" | "again" | "drop";
  ends: "ok" | "fails";
  live: string;
  writes: string;
  why: string;
}

export async function play(twins: Twins, kind: "single" | "set"): Promise<Played[]> {
  const scene = setUp();
  const { first, second = first } = twins[kind];
  twins.prepare(scene);
  const played: Played[] = [];
  const run = async (step: Played["step"], program: Declaration[]) => {
    scene.world.emulator.clearRequests();
    const why = await scene.stack.up(program, { refresh: step !== "up" }).then(
      () => "",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const writes = scene.world.emulator.writes().map(({ method, path }) => `${method} ${path}`);
    played.push({ step, ends: why === "" ? "ok" : "fails", live: twins.show(scene), writes: writes.join(", "), why });
  };
  await run("up", [first]);
  twins.meanwhile(scene);
  await run("again", [second]);
  await run("drop", kind === "single" ? [] : [twins.set.dropped]);
  return played;
}

/** The first step in which the two differed. */
export function firstDifference(
  single: readonly Played[],
  set: readonly Played[],
): { single: Played; set: Played } | undefined {
  for (const [index, one] of single.entries()) {
    const other = set[index];
    if (other === undefined) throw new Error("Both play the same steps.");
    const isSame = one.ends === other.ends && one.live === other.live && one.writes === other.writes;
    if (!isSame) return { single: one, set: other };
  }
  return undefined;
}
