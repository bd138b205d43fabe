import { CALL_CLASSES, type CallClass, CLASS_RULES } from './call-class.js';

/** How much a pool, a partner or a caller may use. */
export interface Bounds {
  all: number;
  byClass: Readonly<Record<CallClass, number>>;
}

/** What a pool, a partner or a caller uses: how many of its calls run, and how many wait. */
export class Use {
  running = 0;
  waiting = 0;
  readonly runningOf = countsByClass();

  isIdle(): boolean {
    return this.running === 0 && this.waiting === 0;
  }

  isBelow({ all, byClass }: Bounds, kind: CallClass): boolean {
    return this.running < all && this.runningOf[kind] < byClass[kind];
  }

  add(kind: CallClass, by: number): void {
    this.running += by;
    this.runningOf[kind] += by;
  }
}

/** Whatever the parts are, one call can run. */
export function boundsOf(places: number): Bounds {
  const byClass = countsByClass();
  for (const kind of CALL_CLASSES) byClass[kind] = Math.max(1, Math.floor(places * CLASS_RULES[kind].part));
  return { all: Math.max(1, Math.floor(places)), byClass };
}

function countsByClass(): Record<CallClass, number> {
  return { money: 0, write: 0, read: 0, public: 0, stream: 0, upload: 0, permission: 0, token: 0 };
}
