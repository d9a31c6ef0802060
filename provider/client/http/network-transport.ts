import type { Transport } from "./transport.js";

/** The transport over the network. Its HTTP client is a third of what a provider loads: a run that sends nothing does without. */
export const networkTransport: Transport = async (request) => {
  const { gotTransport } = await import("./got-transport.js");
  return gotTransport(request);
};
