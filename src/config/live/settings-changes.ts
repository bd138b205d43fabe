import { isRecord, textField } from '../../common/json.js';

/**
 * What of two settings differs: its paths, and no value. Items of a list are named by their ids, e.g.
 * `partners[demo].payments.jwt`.
 */
export function settingsChanges(before: unknown, after: unknown, path = ''): string[] {
  const [old, young] = [membersOf(before), membersOf(after)];
  if (old === undefined || young === undefined) return isSame(before, after) ? [] : [path];
  const names = new Set([...old.keys(), ...young.keys()]);
  const changes = [...names].flatMap((name) => settingsChanges(old.get(name), young.get(name), below(path, name)));
  // The order of a list may mean something: the first key encrypts.
  const isReordered =
    Array.isArray(after) && old.size === names.size && young.size === names.size && namesOf(old) !== namesOf(young);
  return isReordered ? [path, ...changes] : changes;
}

/** Undefined for what is told as a whole: text, numbers, lists of them. */
function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (value instanceof Map) return new Map([...value].map(([name, item]) => [String(name), item]));
  if (isRecord(value)) return new Map(Object.entries(value).filter(([, member]) => member !== undefined));
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item: unknown) => [`[${textField(item, 'id') ?? ''}]`, item] as const);
  return items.some(([name]) => name === '[]') ? undefined : new Map(items);
}

function isSame(before: unknown, after: unknown): boolean {
  return Object.is(before, after) || JSON.stringify(before) === JSON.stringify(after);
}

function below(path: string, name: string): string {
  return path === '' || name.startsWith('[') ? path + name : `${path}.${name}`;
}

function namesOf(members: ReadonlyMap<string, unknown>): string {
  return [...members.keys()].join();
}
