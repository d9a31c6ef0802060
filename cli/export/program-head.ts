import { SETTINGS } from "../../provider/plan/account-settings.js";
import type { Inventory } from "./exportable.js";
import { literal, object } from "./source-text.js";
import { URN_HELPER } from "./urn-expression.js";

/** How every exported program starts: the import, the helper if a role needs it, and the account's own settings. */
export function programHead(inventory: Inventory, deletionPolicy: string, more: string, imports = ""): string {
  const { settings, roles } = inventory;
  const declared = SETTINGS.filter((name) => settings[name] !== undefined).map(
    (name) => [name, literal(settings[name])] as const,
  );
  const parts = [
    `${imports}import * as cloudone from "pulumi-cloudone";\n`,
    more,
    roles.some(({ serviceRoleURNs }) => serviceRoleURNs.length > 0) ? URN_HELPER : "",
    declared.length === 0
      ? ""
      : `new cloudone.AccountSettings("account", ${object([...declared, ["deletionPolicy", deletionPolicy]], "", 45)});\n`,
  ];
  return parts.filter((part) => part !== "").join("\n");
}
