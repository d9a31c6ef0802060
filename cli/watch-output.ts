/** Ends the process with exit code 1 where its output cannot be written: nobody has seen what it found. */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // Whoever reads has read enough, as `head` does: there is nobody to tell.
      if (error.code !== "EPIPE" && stream === process.stdout) {
        process.stderr.write(`error: The output cannot be written: ${error.message}.\n`);
      }
      process.exit(1);
    });
  }
}
