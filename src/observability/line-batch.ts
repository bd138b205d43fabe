/** Characters, and milliseconds, after which lines leave. */
const FULL = 64_000;
const LONGEST_WAIT_MS = 50;

interface Destination {
  write(lines: string): unknown;
  flushSync(): void;
}

/**
 * Hands lines to a pino destination by the block. The destination counts the bytes of all it holds anew with every line,
 * which for short lines is most of their price.
 */
export class LineBatch {
  private lines = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly destination: Destination) {
    process.once('exit', () => {
      this.flush();
      destination.flushSync();
    });
  }

  write(line: string): void {
    this.lines += line;
    if (this.lines.length >= FULL) this.flush();
    else
      this.timer ??= setTimeout(() => {
        this.flush();
      }, LONGEST_WAIT_MS);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.lines === '') return;
    this.destination.write(this.lines);
    this.lines = '';
  }
}
