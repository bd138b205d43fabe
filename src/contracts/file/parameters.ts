import { type JsonObject, textField } from '../../common/json.js';
import type { SchemaBook } from '../schemas/schema-book.js';
import { shapeOfSchema } from '../schemas/schema-shape.js';
import type { ContractFaults } from './faults.js';
import { type ContractParameter, PARAMETER_PLACES, type ParameterPlace } from './operation.js';
import { dereferenced } from './pointer.js';

/** OpenAPI: a parameter of one of these names says nothing. Credentials and keys are the gateway's own. */
const GIVEN = new Set([
  'authorization',
  'accept',
  'content-type',
  'x-user-token',
  'applicationid',
  'x-application-id',
  'x-request-id',
  'idempotency-key',
]);
/** What proxies, browsers and this gateway say must not come from a client. */
const PASSABLE = /^x-(?!forwarded|real-ip|migo|http-method)[a-z0-9-]{1,60}$/;
/** Others would reach the upstream in another spelling than they were checked in. */
const QUERY_NAME = /^[A-Za-z0-9_.~-]{1,64}$/;
const NO_NAME = new Set(['constructor', 'prototype']);

interface Source {
  /** Of the path item, then of the operation, which wins. */
  lists: readonly unknown[];
  pathNames: ReadonlyMap<string, string>;
  document: JsonObject;
  book: SchemaBook;
  faults: ContractFaults;
}

export interface Parameters {
  list: ContractParameter[];
  notes: string[];
  unfit?: string;
}

/** A parameter, or why it is not imported and whether the operation can do without it. */
type ReadParameter = { parameter?: ContractParameter } | { why: string; isNeeded?: boolean };

export function readParameters({ lists, pathNames, document, book, faults }: Source): Parameters {
  const read = new Map<string, ReadParameter>();
  for (const list of lists) {
    for (const [index, value] of (Array.isArray(list) ? list : []).entries()) {
      const parameter = dereferenced(document, value);
      const [name, place] = [textField(parameter, 'name'), textField(parameter, 'in')];
      const known = PARAMETER_PLACES.find((one) => one === place);
      if (parameter === undefined) read.set(`${index}`, { why: NOTHING, isNeeded: true });
      else if (name === undefined || place === undefined) {
        read.set(`${index}`, { why: `parameters[${index}], which says no name or no place` });
      } else if (known === undefined) read.set(`${place} ${name}`, elsewhere(name, place, parameter));
      else {
        const schema = book.convert(parameter['schema'] ?? {}, faults, `parameter ${name}`);
        read.set(
          `${place} ${name}`,
          READERS[known]({ parameter, plain: plainParameter(name, known, parameter, schema), pathNames, book }),
        );
      }
    }
  }
  const all = [...read.values()];
  const list = all.flatMap((one) => ('parameter' in one ? (one.parameter ?? []) : []));
  const left = all.flatMap((one) => ('why' in one ? [one] : []));
  const unfit = left.find(({ isNeeded }) => isNeeded === true)?.why;
  const declared = new Set(list.filter(({ place }) => place === 'path').map(({ name }) => name));
  // Nest writes none for `@Controller('payments/:tenant')`.
  const undeclared = [...pathNames.values()].filter((name) => !declared.has(name)).map(textOfPath);
  return { list: [...undeclared, ...list], notes: left.map(({ why }) => why), ...(unfit !== undefined && { unfit }) };
}

const NOTHING = 'a parameter refers to nothing of this file: only #/components/parameters/<name> is followed';

function textOfPath(name: string): ContractParameter {
  return { name, place: 'path', required: true, explode: false, schema: { type: 'string' } };
}

function plainParameter(
  name: string,
  place: ParameterPlace,
  parameter: JsonObject,
  schema: JsonObject,
): ContractParameter {
  const description = textField(parameter, 'description');
  return {
    name,
    place,
    schema,
    required: place === 'path' || parameter['required'] === true,
    explode: parameter['explode'] !== false,
    ...(description !== undefined && { description }),
    ...(parameter['deprecated'] === true && { deprecated: true }),
  };
}

interface Raw {
  parameter: JsonObject;
  plain: ContractParameter;
  pathNames: ReadonlyMap<string, string>;
  book: SchemaBook;
}

const READERS: Readonly<Record<ParameterPlace, (raw: Raw) => ReadParameter>> = {
  path: ({ plain, pathNames }) => {
    const name = pathNames.get(plain.name);
    if (name === undefined) return { why: `the parameter ${plain.name}, which its path does not have` };
    return { parameter: { ...plain, name } };
  },
  query: ({ plain, parameter, book }) => {
    if (NO_NAME.has(plain.name)) {
      return { why: `the query parameter ${plain.name}, which is never passed on`, isNeeded: plain.required };
    }
    if (isPlain(plain, parameter, book)) return { parameter: plain };
    return { why: `the query parameter ${plain.name}, which is no plain name with plain values: it passes unchecked` };
  },
  header: ({ plain }) => {
    const name = plain.name.toLowerCase();
    if (GIVEN.has(name)) return {};
    if (PASSABLE.test(name)) return { parameter: { ...plain, name } };
    return {
      why: plain.required
        ? `it needs a header that is not passed on: ${name}`
        : `the header ${name}, which is not passed on`,
      isNeeded: plain.required,
    };
  },
};

function elsewhere(name: string, place: string, { required }: JsonObject): ReadParameter {
  const where = /^[a-z]{1,20}$/i.test(place) ? place : 'no known place';
  if (required !== true) return { why: `the parameter ${name}, which is in ${where}` };
  return { why: `a parameter is in ${where}: only ${PARAMETER_PLACES.join(', ')} are supported`, isNeeded: true };
}

/** Objects and encoded names could not be told apart from other parameters. */
function isPlain(
  { name, schema }: ContractParameter,
  { schema: raw, style, content, allowReserved }: JsonObject,
  book: SchemaBook,
): boolean {
  const { types, properties } = shapeOfSchema(schema, book.definitions);
  // What is converted says no longer that it is a bare object.
  const isObject = textField(raw, 'type') === 'object' || properties.size > 0 || [...types].join() === 'object';
  const isUsual = (style === undefined || style === 'form') && content === undefined && allowReserved !== true;
  return QUERY_NAME.test(name) && isUsual && !isObject;
}
