import { nearest } from "../plan/text/nearest.js";
import type { Sources } from "./sources.js";

/** All settings, by namespace. */
export const CONFIG_KEYS = {
  cloudone: [
    "apiKey",
    "baseUrl",
    "accountId",
    "readOnly",
    "maxRequestsPerSecond",
    "timeoutSeconds",
    "guard",
    "samlUsers",
    "samlBaseUrl",
  ],
  sailpoint: ["baseUrl", "tenant", "clientId", "clientSecret", "accountsPath"],
} as const;

/** Settings that do not exist, though someone who sets one believes that it counts. No message names a value, which may be a secret. */
export function unknownSettings({ keys = () => [], project, env }: Sources): string[] {
  const stack = Object.entries(CONFIG_KEYS).flatMap(([namespace, known]) =>
    keys()
      .filter((key) => key.startsWith(`${namespace}:`))
      .map((key) => ({ key, name: key.slice(namespace.length + 1) }))
      .filter(({ name }) => !known.some((one) => one === name))
      .flatMap(({ key, name }) => {
        const meant = nearest(name, known);
        // A project of that name has settings of its own in the same namespace.
        if (meant === undefined && project === namespace) return [];
        const hint = meant === undefined ? "." : `: did you mean ${namespace}:${meant}?`;
        return [
          `${key}: there is no such setting${hint} There are ${known.join(", ")}. To remove it: pulumi config rm ${key}`,
        ];
      }),
  );
  return [...stack, ...unknownVariables(env)];
}

/** Variables that differ from one of ours only in case and underscores; others may belong to another tool. */
function unknownVariables(env: Sources["env"]): string[] {
  const known = Object.entries(CONFIG_KEYS).flatMap(([namespace, keys]) =>
    keys.map((key) => variableOf(namespace, key)),
  );
  return Object.entries(env).flatMap(([name, value]) => {
    // CLOUD_ONE_API_KEY belongs to another tool.
    if (!/^(cloudone|sailpoint)/i.test(name)) return [];
    const meant = known.find((one) => one !== name && lettersOf(one) === lettersOf(name));
    return value && meant !== undefined ? [`${name}: there is no such variable: did you mean ${meant}?`] : [];
  });
}

/** `CLOUDONE_API_KEY` for `apiKey`. */
export function variableOf(namespace: string, key: string): string {
  return `${namespace}_${key.replace(/[A-Z]/g, (letter) => `_${letter}`)}`.toUpperCase();
}

function lettersOf(name: string): string {
  return name.replaceAll("_", "").toUpperCase();
}
