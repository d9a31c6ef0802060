import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const LOOK_EVERY_MS = 20;
/** A collection goes through all that is kept: at a fixed distance, its time would grow with the square of what a run keeps. */
const GROWTH_SHARE = 0.2;

/** Lets the heap grow by a fifth between collections, and young objects fill two megabytes. */
const SMALL_STEPS = [
  "--heap-growing-percent=20",
  "--semi-space-growth-factor=1",
  "--min-semi-space-size=1",
  "--max-semi-space-size=2",
];

/**
 * Keeps garbage small. A run keeps 30 MB for 10,000 users, but V8 grows to 400 MB before it collects; and the SDK,
 * which is loaded before us, makes it take more than it uses from the start, so that is collected once.
 */
export function limitHeap(): void {
  for (const flag of SMALL_STEPS) setFlagsFromString(flag);
  collector()();
}

/** Collects garbage each time so many bytes, or a share of what is kept, may have piled up; ends with the returned function. */
export function collectEarly(growthBytes: number): () => void {
  const collect = collector();
  collect();
  let last = getHeapStatistics().used_heap_size;
  const look = () => {
    if (getHeapStatistics().used_heap_size < last + Math.max(growthBytes, GROWTH_SHARE * last)) return;
    collect();
    last = getHeapStatistics().used_heap_size;
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

function collector(): () => void {
  setFlagsFromString("--expose-gc");
  const gc: (options: object) => void = runInNewContext("gc");
  // Only this kind of collection returns memory.
  return () => gc({ type: "major", execution: "sync", flavor: "last-resort" });
}
