import { lookAlikes } from "./look-alikes.js";
import { followed, forget, formerDisabledOf, remember } from "./remembered.js";
import type { UsersPlan } from "./users-plan.js";
import type { UsersView } from "./users-view.js";

/** What the set remembers and says about people who are not its members. */
export function noteMemory(
  plan: UsersPlan,
  view: UsersView,
  { storedIds, leftDisabled }: { storedIds: ReadonlySet<string>; leftDisabled: ReadonlySet<string> },
): void {
  const { declared, live, members, isExcluded, isDeclaredElsewhere } = view;
  const { exclude = [], guard } = declared;
  const protectedUsers = guard?.protectedUsers ?? [];
  const memberIds = new Set([...plan.users.values()].map(({ id }) => id));
  const removed = new Set(plan.actions.filter(({ to }) => to === undefined).map(({ user }) => user.id));
  plan.former = [...storedIds].filter((id) => members.byId(id) && !memberIds.has(id) && !removed.has(id)).sort();
  plan.excludedIds = forget(view.excludedIds, memberIds);
  plan.protectedIds = remember(protectedUsers, view.protectedIds, live);
  plan.followed = [
    ...followed(exclude, plan.excludedIds, live)
      .filter(({ user }) => !isDeclaredElsewhere(user))
      .map((one) => ({ as: "excluded" as const, ...one })),
    ...followed(protectedUsers, plan.protectedIds, live).map((one) => ({ as: "protected" as const, ...one })),
  ];
  const wasDisabled = new Set(formerDisabledOf({ ...view, removed: declared.removed }));
  plan.formerDisabled = plan.former.filter((id) => wasDisabled.has(id) || leftDisabled.has(id));
  plan.enabledAgain = plan.former.flatMap((id) => {
    const user = wasDisabled.has(id) && !leftDisabled.has(id) ? members.byId(id) : undefined;
    if (user?.state !== "enabled" || isExcluded(user) || isDeclaredElsewhere(user)) return [];
    return user.email;
  });
  const lookedFor = [...Object.keys(declared.users), ...exclude, ...protectedUsers];
  plan.lookAlikes = lookAlikes(lookedFor, live).filter(({ of }) => !memberIds.has(of.id) && !isExcluded(of));
}
