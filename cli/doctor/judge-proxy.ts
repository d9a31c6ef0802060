import { proxyHint } from "../../provider/client/http/proxy-hint.js";
import { type Check, ok, warn } from "./check.js";

/** Which proxy requests go through; a warning if the environment names one that Node.js does not use; nothing without one. */
export function judgeProxy(env: NodeJS.ProcessEnv, execArgv: readonly string[]): Check[] {
  const hint = proxyHint(env, execArgv).trim();
  const used = env.HTTPS_PROXY || env.https_proxy;
  if (hint === "") return used ? [ok("proxy", `Requests go through ${hostOf(used)}.`)] : [];
  return [
    warn(
      "proxy",
      hint,
      "Set it for `pulumi` too. If the proxy inspects TLS, name its CA file in NODE_EXTRA_CA_CERTS. Without a proxy, unset the variable.",
    ),
  ];
}

/** Without credentials, which a proxy's URL may have. */
function hostOf(proxy: string): string {
  return URL.parse(proxy)?.host || "the proxy of HTTPS_PROXY, which is no URL";
}
