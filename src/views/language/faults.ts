import { childPath } from '../../common/broken-rules.js';
import { POINTER } from '../../common/json-text/pointer.js';
import type { WrongSetting } from '../../config/settings.error.js';
import { parametersOf } from '../../routes/path-template.js';
import type { Capability, Row } from '../../routes/route.js';
import { routeId } from '../../routes/prepared-route.js';
import { type Input, type Section, type View } from './view.js';

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

/** What keeps a view from starting, by its path in the view. Empty where it is fit to be served. */
export function faultsOf(view: View, rows: RowsById): WrongSetting[] {
  const names = Object.keys(view.sections);
  return [
    ...(PATH.test(view.path) ? [] : [{ path: 'path', message: 'must be /words and /:parameters' }]),
    ...(names.length === 0 ? [{ path: 'sections', message: 'has none' }] : []),
    ...Object.entries(view.sections).flatMap(([name, section], index) => {
      const faults = faultsOfSection(section, { view, rows, earlier: names.slice(0, index) });
      const path = `sections.${name}`;
      return [
        ...(NAME.test(name) ? [] : [{ path, message: 'must be named by letters and digits' }]),
        ...faults.map((fault) => ({ ...fault, path: childPath(path, fault.path) })),
      ];
    }),
  ];
}

interface Place {
  view: View;
  rows: RowsById;
  earlier: readonly string[];
}

function faultsOfSection(section: Section, place: Place): WrongSetting[] {
  const row = place.rows.get(section.row);
  if (row === undefined) return [{ path: 'row', message: 'is no row: /ops/routes has their ids' }];
  const { params = {}, query = {}, each, keep, pick } = section;
  const hasOneList = each === undefined || (each.section === undefined) !== (each.query === undefined);
  const pointers = { 'each.at': each?.at, pick, 'keep.at': keep?.at };
  return [
    ...at('row', faultsOfRow(row, section, place.view)),
    ...at('params', sameNames(Object.keys(params), parametersOf(row.path))),
    ...Object.entries({ params, query }).flatMap(([kind, inputs]) =>
      Object.entries(inputs).flatMap(([name, input]) => at(`${kind}.${name}`, faultsOfInput(input, section, place))),
    ),
    ...at('each', hasOneList ? [] : ['needs a section or a query parameter']),
    ...at('each', unreadyIn(each, place.earlier)),
    ...Object.entries(pointers).flatMap(([path, text]) => at(path, isPointer(text) ? [] : ['is no pointer'])),
  ];
}

function at(path: string, messages: readonly string[]): WrongSetting[] {
  return messages.map((message) => ({ path, message }));
}

function faultsOfRow({ method, answer = 'json', callers }: Row, { required }: Section, view: View): string[] {
  const isRead = method === 'GET' && (answer === 'json' || answer === 'envelope');
  const missing = view.callers.filter((caller) => !callers.includes(caller));
  return [
    ...(isRead ? [] : ['is no read of JSON']),
    ...(required === true && missing.length > 0 ? [`is required and not for ${missing.join(', ')}`] : []),
  ];
}

function faultsOfInput(input: Input, { each }: Section, { view: { path }, earlier }: Place): string[] {
  const faults = unreadyIn(input, earlier);
  if (SOURCES.every((source) => input[source] === undefined)) faults.push('has no source');
  if (input.path !== undefined && !parametersOf(path).includes(input.path)) faults.push('is not in the path');
  if (input.query !== undefined && (RESERVED.has(input.query) || !NAME.test(input.query)))
    faults.push('cannot be such a parameter');
  if ((input.section === undefined) !== (input.at === undefined)) faults.push('needs both section and at');
  if (input.item !== undefined && each === undefined) faults.push('has an item and no each');
  if (!isPointer(input.at) || !isPointer(input.item)) faults.push('has what is no pointer');
  return faults;
}

function unreadyIn({ section }: Pick<Input, 'section'> = {}, earlier: readonly string[]): string[] {
  return section === undefined || earlier.includes(section) ? [] : ['reads from a section that is not before it'];
}

function isPointer(text: string | undefined): boolean {
  return text === undefined || POINTER.test(text);
}

function sameNames(given: readonly string[], wanted: readonly string[]): string[] {
  const absent = wanted.filter((name) => !given.includes(name));
  const unknown = given.filter((name) => !wanted.includes(name));
  return [
    ...(absent.length > 0 ? [`needs params ${absent.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`has no params ${unknown.join(', ')}`] : []),
  ];
}
