import { proxyHint } from "../../provider/client/http/proxy-hint.js";
import { type Check, warn } from "./check.js";

/** A warning if the environment names a proxy that Node.js does not use; nothing otherwise. */
export function judgeProxy(env: NodeJS.ProcessEnv, execArgv: readonly string[]): Check[] {
  const hint = proxyHint(env, execArgv).trim();
  if (hint === "") return [];
  return [
    warn(
      "proxy",
      hint,
      "Set it for `pulumi` too. If the proxy inspects TLS, name its CA file in NODE_EXTRA_CA_CERTS. Without a proxy, unset the variable.",
    ),
  ];
}
