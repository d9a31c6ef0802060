const signals = ["SIGINT", "SIGTERM"] as const;

/** Resolves when somebody asks the process to stop; a second time ends it at once, as ever. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop);
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
  });
}
