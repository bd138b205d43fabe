const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

interface Level {
  /** Members seen so far; undefined in an array. */
  members: Set<string> | undefined;
  /** The member whose value is being read. */
  current: string;
}

/**
 * Places of members that their object has twice, e.g. `paths./users.post`: `JSON.parse` takes the last one silently, so that
 * a reader of the file and the gateway could see different operations.
 *
 * @param json a text that `JSON.parse` accepts
 */
export function repeatedMembers(json: string): string[] {
  const repeated: string[] = [];
  const levels: Level[] = [];
  let expectsName = false;
  for (const [token] of json.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      levels.push({ members: token === '{' ? new Set() : undefined, current: '' });
      expectsName = token === '{';
    } else if (token === '}' || token === ']') {
      levels.pop();
      expectsName = false;
    } else if (token === ',') expectsName = level?.members !== undefined;
    else if (token === ':') expectsName = false;
    else if (expectsName && level?.members !== undefined) {
      level.current = String(JSON.parse(token));
      if (level.members.has(level.current)) repeated.push(levels.map(({ current }) => current).join('.'));
      level.members.add(level.current);
    }
  }
  return repeated;
}
