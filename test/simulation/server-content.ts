import type { Snapshot } from "../../emulator/index.js";
import type { World } from "../doubles/world.js";

const TIMES = ["lastModified", "lastActivity", "created", "lastEntitlement"];

/** The objects of one account; for invitations, only what does not depend on time and chance. */
type Content = Omit<Snapshot[string], "invitations"> & { invitations: string[] };

/** The server's objects without times, so that two servers can be compared. */
export function serverContent({ emulator }: World): Record<string, Content> {
  const text = JSON.stringify(emulator.snapshot(), (key, value: unknown) => (TIMES.includes(key) ? undefined : value));
  const snapshot = JSON.parse(text) as Snapshot;
  return Object.fromEntries(
    Object.entries(snapshot).map(([id, tenant]) => {
      const invitations = Object.values(tenant.invitations).map(({ email, roleID }) => `${email} ${roleID}`);
      return [id, { ...tenant, invitations: invitations.sort() }];
    }),
  );
}
