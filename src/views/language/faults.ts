import { POINTER } from '../../common/json-text/pointer.js';
import { parametersOf } from '../../routes/path-template.js';
import type { Capability, Row } from '../../routes/route.js';
import { routeId } from '../../routes/prepared-route.js';
import { type Input, type Section, type View } from './view.js';
import { needsOf } from './prepared-view.js';

export const NAME = /^[A-Za-z][A-Za-z0-9]*$/;
const RESERVED = new Set(['sections', 'require']);
const SOURCES = ['path', 'query', 'section', 'item', 'clock', 'caller', 'partner', 'value'] as const;
const PATH = /^(?:\/(?:[a-z][a-z0-9-]*|:[A-Za-z]+))+$/;

/** Rows by id. */
export type RowsById = ReadonlyMap<string, Row>;

export function rowsById(capabilities: readonly Capability[]): RowsById {
  return new Map(
    capabilities.flatMap(({ capability, table }) =>
      Object.entries(table.rows).map(([name, row]) => [routeId(capability, name), row] as const),
    ),
  );
}

/** What keeps a view from starting. Empty where it is fit to be served. */
export function faultsOf(view: View, rows: RowsById): string[] {
  const names = Object.keys(view.sections);
  return [
    ...(PATH.test(view.path) ? [] : ['path must be /words and /:parameters']),
    ...(names.length === 0 ? ['has no sections'] : []),
    ...Object.entries(view.sections).flatMap(([name, section], index) => {
      const faults = faultsOfSection(section, { view, rows, earlier: names.slice(0, index) });
      return [...(NAME.test(name) ? [] : ['must be named by letters and digits']), ...faults].map(
        (fault) => `sections.${name}: ${fault}`,
      );
    }),
  ];
}

interface Place {
  view: View;
  rows: RowsById;
  earlier: readonly string[];
}

function faultsOfSection(section: Section, place: Place): string[] {
  const row = place.rows.get(section.row);
  if (row === undefined) return [`${section.row} is no row`];
  const { params = {}, query = {}, each, keep, pick } = section;
  const inputs = Object.entries({ ...params, ...query });
  return [
    ...faultsOfRow(row, section, place.view),
    ...sameNames(Object.keys(params), parametersOf(row.path)),
    ...needsOf(section).flatMap((need) => (place.earlier.includes(need) ? [] : [`${need} is no section before it`])),
    ...inputs.flatMap(([name, input]) => faultsOfInput(input, section, place.view).map((fault) => `${name} ${fault}`)),
    ...(each === undefined || (each.section === undefined) !== (each.query === undefined)
      ? []
      : ['each needs a section or a query parameter']),
    ...[each?.at, pick, keep?.at].flatMap((at) =>
      at === undefined || POINTER.test(at) ? [] : [`${at} is no pointer`],
    ),
  ];
}

function faultsOfRow({ method, answer = 'json', callers }: Row, { row, required }: Section, view: View): string[] {
  const isRead = method === 'GET' && (answer === 'json' || answer === 'envelope');
  const missing = view.callers.filter((caller) => !callers.includes(caller));
  return [
    ...(isRead ? [] : [`${row} is no read of JSON`]),
    ...(required === true && missing.length > 0 ? [`${row} is required and not for ${missing.join(', ')}`] : []),
  ];
}

function faultsOfInput(input: Input, { each }: Section, { path }: View): string[] {
  const faults: string[] = [];
  if (SOURCES.every((source) => input[source] === undefined)) faults.push('has no source');
  if (input.path !== undefined && !parametersOf(path).includes(input.path)) faults.push('is not in the path');
  if (input.query !== undefined && (RESERVED.has(input.query) || !NAME.test(input.query)))
    faults.push('cannot be such a parameter');
  if ((input.section === undefined) !== (input.at === undefined)) faults.push('needs both section and at');
  if (input.item !== undefined && each === undefined) faults.push('has an item and no each');
  const pointers = [input.at, input.item].filter((at) => at !== undefined && !POINTER.test(at));
  return [...faults, ...pointers.map((at) => `has ${String(at)}, which is no pointer`)];
}

function sameNames(given: readonly string[], wanted: readonly string[]): string[] {
  const absent = wanted.filter((name) => !given.includes(name));
  const unknown = given.filter((name) => !wanted.includes(name));
  return [
    ...(absent.length > 0 ? [`needs params ${absent.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`has no params ${unknown.join(', ')}`] : []),
  ];
}
