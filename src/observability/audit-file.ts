import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../common/error-code.js';
import type { OutputEvents } from './log-output.js';

const MODE = 0o640;
/** Bytes of lines that wait while a disk is full. */
const ROOM = 8_388_608;
/** Milliseconds after which lines that wait are tried again, also where no other comes. */
const AGAIN_MS = 500;

/** Writes each line at once: what was done must not be lost with the process. What a full disk does not take waits in memory. */
export class AuditFile {
  private file: number;
  private readonly waiting: Buffer[] = [];
  private bytes = 0;
  /** Bytes of the first that waits which are written already. */
  private begun = 0;
  private again: NodeJS.Timeout | undefined;
  private failed: string | undefined;

  constructor(
    private readonly path: string,
    private readonly events: Pick<OutputEvents, 'onFault'>,
  ) {
    this.file = openToAppend(path);
  }

  /** Code of the system, such as ENOSPC, while nothing can be written. */
  get fault(): string | undefined {
    return this.failed;
  }

  /** False where the line is lost. */
  write(line: string): boolean {
    const bytes = Buffer.from(line);
    if (this.bytes + bytes.length > ROOM) return false;
    this.waiting.push(bytes);
    this.bytes += bytes.length;
    this.flush();
    return true;
  }

  /** A line that was begun in the old file stands whole in the new one. */
  reopen(): void {
    const file = openToAppend(this.path);
    closeSync(this.file);
    this.file = file;
    this.begun = 0;
    this.flush();
  }

  /** How many lines are not written, after a last attempt. */
  left(): number {
    this.flush();
    return this.waiting.length;
  }

  private flush(): void {
    try {
      this.writeAll();
      this.become(undefined);
    } catch (error) {
      this.become(codeOf(error) ?? 'failed');
      this.again ??= setInterval(() => {
        this.flush();
      }, AGAIN_MS).unref();
    }
  }

  private writeAll(): void {
    for (let [first] = this.waiting; first !== undefined; [first] = this.waiting) {
      this.begun += writeSync(this.file, first, this.begun);
      if (this.begun < first.length) continue;
      this.waiting.shift();
      this.bytes -= first.length;
      this.begun = 0;
    }
    clearInterval(this.again);
    this.again = undefined;
  }

  private become(fault: string | undefined): void {
    if (fault === this.failed) return;
    this.failed = fault;
    this.events.onFault(fault);
  }
}

export function openToAppend(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, 'a', MODE);
}
