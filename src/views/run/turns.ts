import { AT_ONCE, MAX_ITEMS } from '../language/view.js';
import type { PreparedSection } from '../language/prepared-view.js';
import { listOf, type Sources, type Turn } from './inputs.js';

/** The calls of a section that is called for several things. */
export interface Turns {
  turns: readonly Turn[];
  omitted: number;
}

/** Undefined where the list is not there. */
export function turnsOf({ each, months = 1 }: PreparedSection, sources: Sources): Turns | undefined {
  const items = each === undefined ? [undefined] : listOf(each, sources);
  if (items === undefined) return undefined;
  const turns = items
    .slice(0, MAX_ITEMS)
    .flatMap((item) =>
      Array.from({ length: months }, (_, monthsBack): Turn => ({ ...(item !== undefined && { item }), monthsBack })),
    );
  return { turns, omitted: Math.max(0, items.length - MAX_ITEMS) };
}

/** The results in the order of the turns, never more than `AT_ONCE` under way. */
export async function inTurn<Result>(turns: readonly Turn[], run: (turn: Turn) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = turns.entries();
  const work = async (): Promise<void> => {
    for (const [index, turn] of waiting) results[index] = await run(turn);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, turns.length) }, work));
  return results;
}
