import { foldEmail } from "../../../provider/plan/fields.js";
import type { Declaration } from "../../doubles/stack.js";
import type { World } from "../../doubles/world.js";
import { sameMembers } from "./justify.js";

/** How the server differs from what the program declares; empty if it does not. Judged without the provider's own code. */
export function nonconformities(program: readonly Declaration[], { emulator: { store } }: World): string[] {
  return program.flatMap(({ class: of, name, inputs }) => {
    const say = (what: string) => [`${of} ${name}: ${what}`];
    if (of === "Role") {
      const role = store.roles.get(String(inputs.roleId));
      if (role === undefined) return say("there is no such role");
      if (role.name !== inputs.name) return say(`the name is ${role.name}`);
      if (!sameMembers(role.serviceRoleURNs, inputs.serviceRoleURNs)) return say("the URNs differ");
      const description = role.description ?? "";
      return inputs.description === undefined || description === inputs.description
        ? []
        : say("the description differs");
    }
    if (of === "UserAssignment") {
      const user = [...store.users.values()].find(({ id, email }) =>
        inputs.userId === undefined ? foldEmail(email) === foldEmail(String(inputs.email)) : id === inputs.userId,
      );
      if (user === undefined) return say("there is no such user");
      if (user.roleID !== inputs.roleId) return say(`the role is ${user.roleID}`);
      return inputs.state === undefined || user.state === inputs.state ? [] : say(`the state is ${user.state}`);
    }
    const account: Record<string, unknown> = { ...store.account };
    const wrong = ["alias", "locale", "timezone", "mfaRequired"].filter(
      (key) => inputs[key] !== undefined && inputs[key] !== account[key],
    );
    return wrong.length === 0 ? [] : say(`${wrong.join(", ")} differs`);
  });
}
