/** Ends the process with exit code 1 if its output cannot be written: no one has seen what it found. */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // The reader has read enough, as `head` does, so there is no one to report to.
      if (error.code !== "EPIPE" && stream === process.stdout) {
        process.stderr.write(`error: The output cannot be written: ${error.message}.\n`);
      }
      process.exit(1);
    });
  }
}
