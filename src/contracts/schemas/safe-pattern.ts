/** Characters of a text beyond which its pattern is not looked at: time grows with a power of the length. */
const MAX_TEXT = 1024;
const MAX_PATTERN = 300;
const MAX_REPEATS = 3;
/** What may be repeated, or a repeat. Escapes and classes are one token each. */
const TOKEN = /\\.|\[(?:[^\]\\]|\\.)*\]|\(\?<?[=!]|\(\?:|\(\?<\w+>|\(|\)|\||[*+]|\{\d+(?:,\d*)?\}/g;

interface Group {
  /** Holds a repeat or a choice, so that repeating the group could try exponentially many ways. */
  risky: boolean;
}

/**
 * Whether a pattern of a file may be run on what clients send. No repeat of what holds a repeat or a choice itself, no
 * back-reference, few repeats. What is refused here is simply not checked: Migo checks it in any case.
 */
export function isSafePattern(pattern: string): boolean {
  if (pattern.length > MAX_PATTERN || /\\[1-9k]/.test(pattern) || compiled(pattern) === undefined) return false;
  const groups: Group[] = [{ risky: false }];
  let closed: Group | undefined;
  let repeats = 0;
  for (const [token] of pattern.matchAll(TOKEN)) {
    const repeated = closed;
    closed = undefined;
    if (token.startsWith('(')) groups.push({ risky: false });
    else if (token === ')') {
      closed = groups.pop();
      const outer = groups.at(-1);
      if (outer !== undefined && closed?.risky === true) outer.risky = true;
    } else if (token === '|') mark(groups.at(-1));
    else if (/^[*+{]/.test(token)) {
      if (repeated?.risky === true) return false;
      mark(groups.at(-1));
      if (!/^\{\d+\}$/.test(token)) repeats += 1;
    }
  }
  return repeats <= MAX_REPEATS;
}

function mark(group: Group | undefined): void {
  if (group !== undefined) group.risky = true;
}

/** For ajv, which tells compiled patterns apart by what they are as text. */
export function patternEngine(pattern: string): { test: (text: string) => boolean; toString: () => string } {
  const expression = compiled(pattern);
  return {
    test: (text) => expression === undefined || text.length > MAX_TEXT || expression.test(text),
    toString: () => pattern,
  };
}
/** ajv wants it for code that is written to a file, which never happens here. */
patternEngine.code = 'undefined';

function compiled(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // Tried without the flag, then given up.
    }
  }
  return undefined;
}
