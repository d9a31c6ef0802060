import type { dynamic } from "@pulumi/pulumi";
import type { Properties } from "../resources/resource.js";
import type { Session } from "../session/session.js";
import { withSession } from "./configured.js";

type Provider = dynamic.ResourceProvider<Properties, Properties>;

/** Records which steps of a run fail; see {@link FailedSteps}. */
export function noteFailures(current: () => Session, label: (of: Properties) => string, provider: Provider): Provider {
  const { check, create, update } = provider;
  const note = (step: string) => withSession(current, ({ failedSteps }) => failedSteps.add(step));
  const noting = async <T>(step: string, work: Promise<T> | undefined): Promise<T> => {
    try {
      return (await work) as T;
    } catch (error) {
      note(step);
      throw error;
    }
  };
  return {
    ...provider,
    check: async (olds, news) => {
      const result = await noting(`check of ${label(news)}`, check?.(olds, news));
      if ((result.failures ?? []).length > 0) note(`check of ${label(news)}`);
      return result;
    },
    create: (inputs) => noting(`create of ${label(inputs)}`, create(inputs)),
    update: (id, olds, news) => noting(`update of ${label(news)}`, update?.(id, olds, news)),
  };
}
