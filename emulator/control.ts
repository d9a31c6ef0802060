import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Emulator } from "./emulator.js";
import type { FaultKind } from "./fault-kind.js";
import { faultKinds } from "./fault-kinds.js";
import { isLoopback } from "./loopback.js";
import { checkSwitches } from "./switches.js";

const faultRule = z.strictObject({
  match: z
    .strictObject({ method: z.string().optional(), path: z.string().optional(), nth: z.int().positive().optional() })
    .default({}),
  kind: z.enum(Object.keys(faultKinds) as [FaultKind, ...FaultKind[]]),
  /** A number, or "always". */
  times: z.union([z.int().positive(), z.literal("always").transform(() => Number.POSITIVE_INFINITY)]).optional(),
  retryAfterSeconds: z.number().nonnegative().optional(),
  delayMs: z.number().nonnegative().optional(),
});

const editArguments = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((one) => [one])]);

/** Controls an emulator over HTTP, for shells and pipelines. It serves only this machine, and accepts only JSON. */
export function controlApp(emulator: Emulator): Hono {
  return new Hono()
    .onError((error, c) =>
      c.json({ message: error instanceof z.ZodError ? z.prettifyError(error) : error.message }, 400),
    )
    .use(async (c, next) => {
      // A page in a browser could reach this port by another name, or post a form to it.
      if (!isLoopback(new URL(c.req.url).hostname)) return c.json({ message: "Only for this machine." }, 403);
      const isJson = /^application\/json\b/i.test(c.req.header("Content-Type") ?? "");
      if ((c.req.method === "POST" || c.req.method === "PATCH") && !isJson) {
        return c.json({ message: "The body must be application/json." }, 400);
      }
      return next();
    })
    .get("/store", (c) => c.json(emulator.store.copy()))
    .get("/requests", (c) => c.json(emulator.requests))
    .delete("/requests", (c) => {
      emulator.clearRequests();
      return c.body(null, 204);
    })
    .get("/switches", (c) => c.json(emulator.switches))
    .patch("/switches", async (c) => {
      Object.assign(emulator.switches, checkSwitches(await c.req.json()));
      return c.json(emulator.switches);
    })
    .get("/faults", (c) => c.json(emulator.faults.list().map(({ rule, hits }) => ({ kind: rule.kind, hits }))))
    .post("/faults", async (c) => {
      emulator.faults.add(faultRule.parse(await c.req.json()));
      return c.body(null, 204);
    })
    .delete("/faults", (c) => {
      emulator.faults.clear();
      return c.body(null, 204);
    })
    .post("/edit/:name", (c) => carryOut(c, emulator.edit))
    .post("/sailpoint/edit/:name", (c) => carryOut(c, emulator.sailpoint.edit));
}

async function carryOut(c: Context, edits: object): Promise<Response> {
  const name = c.req.param("name");
  const edit = Object.entries(edits).find(([known]) => known === name)?.[1] as
    | ((...given: unknown[]) => unknown)
    | undefined;
  if (!edit) return c.json({ message: `No edit ${name}: ${Object.keys(edits).join(", ")}.` }, 404);
  const result = edit(...editArguments.parse(await c.req.json()));
  return c.json(result ?? null);
}
