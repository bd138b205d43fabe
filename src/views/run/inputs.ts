import type { Caller } from '../../auth/callers/caller.js';
import { isRecord } from '../../common/json.js';
import { itemsOf } from '../../common/json-text/items.js';
import { membersOf } from '../../common/json-text/members.js';
import { scalarOf, textAt } from '../../common/json-text/pointer.js';
import type { Each, Input, Section } from '../language/view.js';
import { clockText, type Day } from './calendar.js';

/** What the inputs of a call are taken from. */
export interface Sources {
  caller: Caller;
  params: unknown;
  query: unknown;
  today: Day;
  /** `data` of a section that is there. */
  dataOf: (section: string) => string | undefined;
}

/** One of the calls of a section. */
export interface Turn {
  /** JSON. */
  item?: string;
  monthsBack: number;
}

/** What a row is called with. */
export interface RowInputs {
  params: Record<string, string>;
  query: Record<string, string>;
  /** The sources of those that have no value. */
  missing: string[];
}

export function inputsOf({ params = {}, query = {} }: Section, sources: Sources, turn: Turn): RowInputs {
  const inputs: RowInputs = { params: {}, query: {}, missing: [] };
  for (const [name, input] of Object.entries(params)) {
    const value = valueOf(input, sources, turn);
    if (value === undefined) inputs.missing.push(sourceOf(input));
    else inputs.params[name] = value;
  }
  for (const [name, input] of Object.entries(query)) {
    const value = valueOf(input, sources, turn);
    if (value !== undefined) inputs.query[name] = value;
    else if (!isLeftToTheCaller(input)) inputs.missing.push(sourceOf(input));
  }
  return inputs;
}

/** The items of a list, as JSON; undefined where there is no list. */
export function listOf({ section, at, query }: Each, { dataOf, query: given }: Sources): string[] | undefined {
  if (query !== undefined) {
    const value = isRecord(given) ? given[query] : undefined;
    return typeof value === 'string' && value !== '' ? value.split(',').map((item) => JSON.stringify(item)) : undefined;
  }
  const data = dataOf(section ?? '');
  if (data === undefined) return undefined;
  const list = at === undefined ? firstList(data) : textAt(data, at);
  if (list === undefined) return undefined;
  return list === 'null' ? [] : itemsOf(list);
}

/** Migo documents no shape of a list: `data` is one, or has one as a member. */
export function firstList(json: string): string | undefined {
  if (json.startsWith('[')) return json;
  return [...(membersOf(json)?.values() ?? [])].find((value) => value.startsWith('['));
}

function valueOf(input: Input, { caller, params, query, today, dataOf }: Sources, turn: Turn): string | undefined {
  return (
    named(params, input.path) ??
    named(query, input.query) ??
    pointed(input.section === undefined ? undefined : dataOf(input.section), input.at) ??
    pointed(turn.item, input.item) ??
    (input.clock && clockText(today, input.clock, turn.monthsBack)) ??
    (input.caller !== undefined && caller.kind === 'cardholder' ? caller.user.userId : undefined) ??
    (input.partner && caller.partner.middleware?.client) ??
    input.value
  );
}

function named(values: unknown, name: string | undefined): string | undefined {
  const value = name !== undefined && isRecord(values) ? values[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function pointed(json: string | undefined, pointer: string | undefined): string | undefined {
  return json === undefined || pointer === undefined ? undefined : scalarOf(textAt(json, pointer));
}

/** `query.userId`, or the section that should have told. */
function sourceOf({ path, query, section, item, clock, caller, partner }: Input): string {
  if (query !== undefined) return `query.${query}`;
  if (section !== undefined) return section;
  return path ?? (item === undefined ? (clock ?? caller ?? partner ?? '') : 'item');
}

/** A parameter of the row that the view only passes on. */
function isLeftToTheCaller({ query, ...others }: Input): boolean {
  // Of the settings' classes a source that is not given is a member without a value.
  return query !== undefined && Object.values<unknown>(others).every((source) => source === undefined);
}
