import { Problem } from '../problems/problem.js';

/** Longest wait for a turn, in milliseconds: the usual deadline of a call. */
const WAIT_MS = 8000;

interface Line {
  /** Those that run or wait. */
  present: number;
  running: number;
  /** How many may run at once, as far as is known. */
  room: number;
  waiting: Set<() => void>;
}

interface Turn<T> {
  /** How many may ever run under the key at once. */
  most: number;
  /** How many may now, at least one. Asked at the beginning of each turn; throws where nobody may any more. */
  room: () => Promise<number>;
  task: () => Promise<T>;
}

/** Lets only so many run at once under a key; the others wait in the order in which they came. Nothing is kept of a key at which nobody is. */
export class Turns {
  private readonly lines = new Map<string, Line>();

  /** @throws Problem `rate_limited` for whoever has waited for too long */
  async run<T>(key: string, turn: Turn<T>): Promise<T> {
    const line = this.lines.get(key) ?? { present: 0, running: 0, room: turn.most, waiting: new Set() };
    this.lines.set(key, line);
    line.present += 1;
    try {
      return await inLine(line, turn);
    } finally {
      line.present -= 1;
      if (line.present === 0) this.lines.delete(key);
    }
  }

  /** Keys at which somebody is. */
  get size(): number {
    return this.lines.size;
  }
}

async function inLine<T>(line: Line, { room, task }: Turn<T>): Promise<T> {
  const until = performance.now() + WAIT_MS;
  for (;;) {
    // One always gets in, to ask how many may by now.
    while (line.running > 0 && line.running >= line.room) await woken(line, until);
    line.running += 1;
    try {
      line.room = await room();
      if (line.running <= line.room) {
        if (line.running < line.room) wakeNext(line);
        return await task();
      }
    } finally {
      line.running -= 1;
      // Whoever steps back wakes nobody: it would be his place that they step back from. Those that run will.
      if (line.running < line.room) wakeNext(line);
    }
    await woken(line, until);
  }
}

function woken({ waiting }: Line, until: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.delete(wake);
      reject(new Problem('rate_limited', { headers: { 'retry-after': '1' } }));
    }, until - performance.now());
    waiting.add(wake);
  });
}

function wakeNext({ waiting }: Line): void {
  for (const wake of waiting) {
    waiting.delete(wake);
    wake();
    return;
  }
}
