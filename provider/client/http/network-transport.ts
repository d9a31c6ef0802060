import type { Transport } from "./transport.js";

/** The transport over the network, loaded when first used: its HTTP client is a third of what a provider loads. */
export const networkTransport: Transport = async (request) => {
  const { gotTransport } = await import("./got-transport.js");
  return gotTransport(request);
};
