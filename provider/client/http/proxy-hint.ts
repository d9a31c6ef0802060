/** What to add if a host cannot be reached: by default Node.js ignores the usual proxy variables. */
export function proxyHint(env: NodeJS.ProcessEnv, execArgv: readonly string[] = []): string {
  const name = ["HTTPS_PROXY", "https_proxy"].find((candidate) => (env[candidate] ?? "") !== "");
  const isUsed = env.NODE_USE_ENV_PROXY === "1" || execArgv.includes("--use-env-proxy");
  if (name === undefined || isUsed) return "";
  return ` ${name} is set, but Node.js uses a proxy only with NODE_USE_ENV_PROXY=1 (Node.js 22.21, 24.5 or newer): set that as well.`;
}
