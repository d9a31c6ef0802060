const REDRAW_MS = 100;

/** One line on stderr that shows the progress of a long scan; nothing if stderr is not a terminal. */
export interface Progress {
  say(text: string): void;
  /** Clears the line. */
  end(): void;
}

export function createProgress(quiet: boolean, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (quiet || !stream.isTTY) return { say: () => undefined, end: () => undefined };
  let drawn = 0;
  return {
    say(text) {
      const now = Date.now();
      if (now - drawn < REDRAW_MS) return;
      drawn = now;
      stream.write(`\r\u001b[2K${text.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    end() {
      if (drawn > 0) stream.write("\r\u001b[2K");
      drawn = 0;
    },
  };
}
