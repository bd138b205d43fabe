import { isRecord, type JsonObject, textField } from '../../common/json.js';
import type { ContractFaults } from './faults.js';
import { type ContractParameter, PARAMETER_PLACES, type ParameterPlace } from './operation.js';
import type { ContractPath } from './path.js';
import type { SchemaBook } from '../schemas/schema-book.js';

/** OpenAPI: a parameter of one of these names says nothing. Credentials are the gateway's own. */
const GIVEN = new Set([
  'authorization',
  'accept',
  'content-type',
  'x-user-token',
  'applicationid',
  'x-application-id',
  'x-request-id',
]);
/** What proxies, browsers and this gateway say must not come from a client. */
const PASSABLE = /^x-(?!forwarded|real-ip|migo|http-method)[a-z0-9-]{1,60}$/;
/** Others would reach the upstream in another spelling than they were checked in. */
const QUERY_NAME = /^[A-Za-z0-9_.~-]{1,64}$/;
const NO_NAME = new Set(['constructor', 'prototype']);

interface Source {
  /** Of the path item, then of the operation, which wins. */
  lists: readonly unknown[];
  path: ContractPath;
  book: SchemaBook;
  faults: ContractFaults;
}

export interface Parameters {
  list: ContractParameter[];
  unfit?: string;
}

interface ReadParameter {
  parameter?: ContractParameter;
  unfit?: string;
}

export function readParameters({ lists, path, book, faults }: Source): Parameters {
  const raw = new Map<string, ReadParameter>();
  for (const list of lists) {
    const own = new Set<string>();
    if (list !== undefined && !Array.isArray(list)) faults.add('parameters is not a list');
    for (const value of Array.isArray(list) ? list : []) {
      const parameter = book.resolve(value, 'parameters', faults);
      const name = textField(parameter, 'name');
      const place = textField(parameter, 'in');
      if (parameter === undefined || name === undefined || place === undefined) continue;
      const key = `${place} ${name}`;
      if (own.has(key)) faults.add(`a parameter of the ${place} is declared twice`);
      own.add(key);
      raw.set(key, readParameter({ name, place, parameter, path, book, faults }));
    }
  }
  const read = [...raw.values()];
  const list = read.flatMap(({ parameter }) => parameter ?? []);
  const declared = new Set(list.filter(({ place }) => place === 'path').map(({ name }) => name));
  if ([...path.parameters.values()].some((name) => !declared.has(name)))
    faults.add('a parameter of the path is not declared');
  const unfit = read.flatMap((one) => one.unfit ?? [])[0];
  return { list, ...(unfit !== undefined && { unfit }) };
}

interface RawParameter {
  name: string;
  place: string;
  parameter: JsonObject;
  path: ContractPath;
  book: SchemaBook;
  faults: ContractFaults;
}

function readParameter({ name, place, parameter, path, book, faults }: RawParameter): ReadParameter {
  if (!isPlace(place)) {
    faults.add(
      `a parameter is in ${/^[a-z]{1,20}$/i.test(place) ? place : 'no known place'}: only ${PARAMETER_PLACES.join(', ')} are supported`,
    );
    return {};
  }
  const schema = book.convert(parameter['schema'] ?? {}, faults);
  const description = textField(parameter, 'description');
  const read: ContractParameter = {
    name,
    place,
    schema,
    required: place === 'path' || parameter['required'] === true,
    explode: parameter['explode'] !== false,
    ...(description !== undefined && { description }),
  };
  switch (place) {
    case 'path': {
      const own = path.parameters.get(name);
      if (own === undefined) faults.add('declares a parameter of the path that the path does not have');
      return own === undefined ? {} : { parameter: { ...read, name: own } };
    }
    case 'query':
      return {
        parameter: read,
        ...(!isPlain(parameter, name) && { unfit: 'a query parameter is no plain name with plain values' }),
      };
    case 'header': {
      const lower = name.toLowerCase();
      if (GIVEN.has(lower)) return {};
      if (PASSABLE.test(lower)) return { parameter: { ...read, name: lower } };
      return read.required ? { unfit: 'it needs a header that is not passed on' } : {};
    }
  }
}

function isPlace(place: string): place is ParameterPlace {
  return PARAMETER_PLACES.some((known) => known === place);
}

/** Objects and encoded names could not be told apart from other parameters. */
function isPlain({ schema, style, content, allowReserved }: JsonObject, name: string): boolean {
  const isObject = isRecord(schema) && (schema['type'] === 'object' || schema['properties'] !== undefined);
  const isUsual = (style === undefined || style === 'form') && content === undefined && allowReserved !== true;
  return QUERY_NAME.test(name) && !NO_NAME.has(name) && isUsual && !isObject;
}
