const PAUSE_MS = 20;
const PATIENCE_MS = 30_000;

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Tries until `attempt` gives something other than false or undefined. An error counts as "not yet". */
export async function eventually<T>(
  attempt: () => Promise<T | false | undefined>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const until = Date.now() + patienceMs;
  let last: unknown;
  while (Date.now() < until) {
    try {
      const result = await attempt();
      if (result !== false && result !== undefined) return result;
    } catch (error) {
      last = error;
    }
    await pause(PAUSE_MS);
  }
  throw new Error('it never happened', { cause: last });
}
