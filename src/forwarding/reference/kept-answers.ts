import { LRUCache } from 'lru-cache';
import type { Answer } from '../../clients/transport/upstream-call.js';

export type WholeAnswer = Extract<Answer, { kind: 'whole' }>;

interface Kept {
  answer: WholeAnswer;
  generation: string;
  /** Before it was asked for, by `performance.now()`. */
  askedAt: number;
}

/** An answer of a few bytes costs this, too. */
const OVERHEAD_BYTES = 1024;

/** Answers of this process, bounded by their bytes. */
export class KeptAnswers {
  private readonly kept: LRUCache<string, Kept>;

  constructor(
    private readonly keptMs: number,
    maxBytes: number,
  ) {
    this.kept = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ answer }, key) => answer.body.length + 2 * key.length + OVERHEAD_BYTES,
    });
  }

  /** The answer with its age in milliseconds; undefined where it is of another generation, or too old. */
  find(key: string, generation: string, maxAgeMs: number): { answer: WholeAnswer; ageMs: number } | undefined {
    const found = this.kept.get(key);
    if (found === undefined) return undefined;
    const ageMs = performance.now() - found.askedAt;
    const isGone = found.generation !== generation || ageMs >= this.keptMs;
    if (isGone) this.kept.delete(key);
    return isGone || ageMs > maxAgeMs ? undefined : { answer: found.answer, ageMs };
  }

  keep(key: string, kept: Kept): void {
    this.kept.set(key, kept);
  }
}
