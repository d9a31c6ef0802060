const signals = ["SIGINT", "SIGTERM"] as const;

/** Resolves on the first signal to stop; a second signal ends the process at once, as usual. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop);
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
  });
}
