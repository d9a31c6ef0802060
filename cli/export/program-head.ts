import type { ResourceClass } from "../../provider/plan/objects.js";
import type { ExportStyle } from "../../provider/plan/stored/exported.js";
import { declarationsOf } from "./declarations.js";
import type { Inventory } from "./exportable.js";
import { literal, object } from "./source-text.js";
import { URN_HELPER } from "./urn-expression.js";

/** What is the same for every program of a style. */
export interface HeadStyle {
  style: ExportStyle;
  /** The classes that the program formats itself. */
  laidOut: readonly ResourceClass[];
  /** The expression for what happens to an object whose declaration is removed. */
  deletionPolicy: string;
}

/** How every exported program starts: the import, the helper if a role needs it, and what else it declares. */
export function programHead(
  inventory: Inventory,
  { style, laidOut, deletionPolicy }: HeadStyle,
  more: string,
  imports = "",
): string {
  const rest = declarationsOf(inventory, style).filter(({ kind }) => !laidOut.includes(kind));
  const parts = [
    `${imports}import * as cloudone from "pulumi-cloudone";\n`,
    more,
    inventory.roles.some(({ serviceRoleURNs }) => serviceRoleURNs.length > 0) ? URN_HELPER : "",
    ...rest.map(({ kind, name, inputs }) => {
      const entries = Object.entries(inputs).map(
        ([key, value]) => [key, key === "deletionPolicy" ? deletionPolicy : literal(value)] as const,
      );
      const head = `new cloudone.${kind}(${literal(name)}, `;
      return `${head}${object(entries, "", head.length + 2)});\n`;
    }),
  ];
  return parts.filter((part) => part !== "").join("\n");
}
