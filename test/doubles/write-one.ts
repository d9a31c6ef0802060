import type { Plan, Resource } from "../../provider/resources/resource.js";
import type { Session } from "../../provider/session/session.js";

/** A create without the engine's adaptor: several may share one session. */
export async function createOne<Inputs, Outputs extends object, P extends Plan>(
  resource: Resource<Inputs, Outputs, P>,
  session: Session,
  declared: Inputs,
): Promise<Outputs> {
  const { outputs } = await resource.apply(
    session,
    declared,
    undefined,
    await resource.plan(session, declared, undefined),
  );
  return outputs;
}

/** An update of a stored object that only the declaration describes. */
export async function updateOne<Inputs, Outputs extends object, P extends Plan>(
  resource: Resource<Inputs, Outputs, P>,
  session: Session,
  id: string,
  declared: Inputs,
): Promise<Outputs> {
  const stored = {} as Outputs;
  const plan = await resource.plan(session, declared, stored, id);
  return (await resource.apply(session, declared, stored, plan)).outputs;
}
