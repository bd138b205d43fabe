import sonicBoom from 'sonic-boom';
import { codeOf } from '../common/error-code.js';

/** Characters, and milliseconds, after which lines leave: a write per request would cost more than the request. */
const FULL = 64_000;
const LONGEST_WAIT_MS = 50;
const MAX_WRITE = 131_072;
/** Bytes of lines that wait for a reader: some 7,000 lines of requests. More of them would be memory that calls need. */
const ROOM = 2_097_152;
/** The audit log has more of it, so that the lines of requests are lost first. */
const ROOM_FOR_AUDIT = 10_485_760;
/** Milliseconds after which a write is tried again: to a pipe that is full, and to what failed otherwise, such as a full disk. */
const FULL_PIPE_MS = 5;
const FAILED_MS = 500;
/** Milliseconds without progress after which nobody is taken to read any more. */
const STALLED_MS = 1000;
/** Milliseconds that the end of the process waits for a reader. */
const PATIENCE_MS = 2000;

/** As it is with `contentMode: 'buffer'`, which its types do not know. Text would be encoded three times on its way. */
type Destination = Omit<sonicBoom.SonicBoom, 'write'> & { write: (bytes: Buffer) => boolean };

export interface OutputEvents {
  /** For each line that is lost, but those of the audit log. */
  onDrop: () => void;
  /** A code of the system, such as ENOSPC, once nothing can be written; undefined once it can again. A reader that is slow is no fault. */
  onFault: (code: string | undefined) => void;
}

/** Lines that are not written: of all, and of the audit log. */
export interface LinesLeft {
  lines: number;
  audit: number;
}

/** What was handed over together. */
interface Batch extends LinesLeft {
  bytes: number;
}

/**
 * Writes lines where a reader may be slow, or gone, and a disk full: they wait in a bounded buffer, and are dropped beyond it.
 * Nothing here makes a request wait, or ends the process.
 */
export class LogOutput {
  private batch = '';
  private inBatch: LinesLeft = { lines: 0, audit: 0 };
  private readonly handedOver: Batch[] = [];
  private failed: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Bytes that were handed over and are not written yet. */
  private waiting = 0;
  private progressAt = 0;
  private untold = 0;
  private giveUpAt = 0;
  private readonly destination: Destination;

  readonly events: OutputEvents;

  constructor(dest: number | string, events: Partial<OutputEvents> = {}) {
    this.events = { onDrop: () => undefined, onFault: () => undefined, ...events };
    // Has libuv make a pipe one that refuses what is too much: else a thread would wait in it, and the end of the process for that.
    if (dest === process.stdout.fd) process.stdout.on('error', () => undefined);
    const retryEAGAIN = (): boolean => performance.now() < this.giveUpAt;
    const destination: unknown = new sonicBoom.SonicBoom({
      dest,
      mode: 0o640,
      minLength: 1,
      maxWrite: MAX_WRITE,
      contentMode: 'buffer',
      retryEAGAIN,
    });
    this.destination = destination as Destination;
    this.destination.on('write', (bytes: number) => {
      this.written(bytes);
      this.become(undefined);
    });
    this.destination.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EAGAIN') this.become(codeOf(error) ?? 'failed');
      // It keeps what could not be written.
      const again = (): void => {
        this.destination.flush();
      };
      setTimeout(again, error.code === 'EAGAIN' ? FULL_PIPE_MS : FAILED_MS).unref();
    });
    process.once('exit', () => {
      this.flushAtExit();
    });
  }

  /** Code of the system while nothing can be written. */
  get fault(): string | undefined {
    return this.failed;
  }

  /** A batch counts until all of it is written. */
  get left(): LinesLeft {
    return this.handedOver.reduce(sumOf, this.inBatch);
  }

  /** pino's interface. */
  write(line: string): void {
    if (this.isFull(line, ROOM)) {
      this.untold += 1;
      this.events.onDrop();
      return;
    }
    if (this.untold > 0) this.tellOfDropped();
    this.add(line);
  }

  /** False where the line is lost. */
  writeAudit(line: string): boolean {
    if (this.isFull(line, ROOM_FOR_AUDIT)) return false;
    this.add(line, 1);
    return true;
  }

  /** Resolves when all lines are written, or nobody reads them. */
  async end(): Promise<void> {
    this.flush();
    const until = performance.now() + PATIENCE_MS;
    while (this.waiting > 0 && performance.now() < until) await new Promise((wake) => setTimeout(wake, 10));
  }

  private add(line: string, audit = 0): void {
    this.batch += line;
    this.inBatch.lines += 1;
    this.inBatch.audit += audit;
    if (this.batch.length >= FULL) this.flush();
    else
      this.timer ??= setTimeout(() => {
        this.flush();
      }, LONGEST_WAIT_MS);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.batch === '') return;
    if (this.waiting === 0) this.progressAt = performance.now();
    const bytes = Buffer.from(this.batch);
    this.handedOver.push({ ...this.inBatch, bytes: bytes.length });
    this.batch = '';
    this.inBatch = { lines: 0, audit: 0 };
    this.waiting += bytes.length;
    this.destination.write(bytes);
  }

  private written(bytes: number): void {
    this.waiting -= bytes;
    this.progressAt = performance.now();
    let left = bytes;
    for (let [first] = this.handedOver; first !== undefined && left > 0; [first] = this.handedOver) {
      const part = Math.min(left, first.bytes);
      left -= part;
      first.bytes -= part;
      if (first.bytes === 0) this.handedOver.shift();
    }
  }

  private become(fault: string | undefined): void {
    if (fault === this.failed) return;
    this.failed = fault;
    this.events.onFault(fault);
  }

  private isFull({ length }: string, room: number): boolean {
    return this.waiting + this.batch.length + length > room;
  }

  private tellOfDropped(): void {
    const fields = { level: 'warn', time: new Date().toISOString(), context: LogOutput.name, dropped: this.untold };
    this.untold = 0;
    this.add(`${JSON.stringify({ ...fields, msg: 'lines of the log were dropped' })}\n`);
  }

  /** Where nobody reads, or a disk is full, a synchronous write would wait for ever. */
  private flushAtExit(): void {
    const isStalled = this.waiting > 0 && performance.now() - this.progressAt > STALLED_MS;
    if (isStalled || this.failed !== undefined) return;
    this.flush();
    this.giveUpAt = performance.now() + PATIENCE_MS;
    try {
      this.destination.flushSync();
      this.written(this.waiting);
    } catch {
      // `left` has what the reader did not take.
    }
  }
}

function sumOf(one: LinesLeft, other: LinesLeft): LinesLeft {
  return { lines: one.lines + other.lines, audit: one.audit + other.audit };
}
