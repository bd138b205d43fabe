import { itemsOf } from '../common/json-text/items.js';
import { membersOf } from '../common/json-text/members.js';

/** Names under which a list may stand in `data`: Migo documents no shape (docs/adr/0001). */
const NAMES = ['items', 'docs', 'rows', 'results'] as const;
const COUNT = /^"?(\d{1,15})"?$/;

export interface ListPage {
  /** JSON, each as it came. */
  items: readonly string[];
  /** Items of the whole list, where the upstream tells. */
  total?: number;
}

/** The page in the `data` of an answer; undefined where there is no list. */
export function pageIn(data: string): ListPage | undefined {
  if (data === 'null') return { items: [] };
  if (data.startsWith('[')) return { items: itemsOf(data) ?? [] };
  const members = membersOf(data);
  if (members === undefined) return undefined;
  const named = NAMES.map((name) => members.get(name)).find((value) => value?.startsWith('[') === true);
  const list = named ?? [...members.values()].find((value) => value.startsWith('['));
  const items = list === undefined ? undefined : itemsOf(list);
  const total = COUNT.exec(members.get('total') ?? '')?.[1];
  return items && { items, ...(total !== undefined && { total: Number(total) }) };
}
