import { type JsonObject, textField } from '../../common/json.js';
import type { SchemaBook } from '../schemas/schema-book.js';
import { shapeOfSchema } from '../schemas/schema-shape.js';
import { Findings } from './findings.js';
import { type ContractParameter, PARAMETER_PLACES } from './operation.js';

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
  book: SchemaBook;
  findings: Findings;
}

const NOTHING = 'a parameter refers to nothing of this file: only #/components/parameters/<name> is followed';

/** What is imported of an operation's parameters; the findings say what is not, and whether it can do without. */
export function readParameters({ lists, ...source }: Source): ContractParameter[] {
  const { pathNames, book, findings } = source;
  const raw = new Map<string, RawParameter>();
  for (const list of lists) {
    for (const [index, value] of (Array.isArray(list) ? list : []).entries()) {
      const parameter = book.follow(value);
      const [name, place] = [textField(parameter, 'name'), textField(parameter, 'in')];
      if (parameter === undefined) findings.add(NOTHING);
      else if (name === undefined || place === undefined)
        findings.note(`parameters[${index}], which says no name or no place`);
      else raw.set(`${place} ${name}`, { ...parameter, name, in: place });
    }
  }
  const known = [...raw.values()].flatMap((parameter) => readParameter(parameter, source) ?? []);
  const declared = new Set(known.filter(({ place }) => place === 'path').map(({ name }) => name));
  // Nest writes none for `@Controller('payments/:tenant')`.
  const undeclared = [...pathNames.values()].filter((name) => !declared.has(name)).map(textOfPath);
  return [...undeclared, ...known];
}

function textOfPath(name: string): ContractParameter {
  return { name, place: 'path', required: true, explode: false, schema: { type: 'string' } };
}

type RawParameter = JsonObject & { name: string; in: string };

function readParameter(raw: RawParameter, source: Omit<Source, 'lists'>): ContractParameter | undefined {
  const { pathNames, book, findings } = source;
  const { name, in: place } = raw;
  const required = raw['required'] === true;
  const leave = (why: string, needed = why): void => {
    if (required) findings.add(needed);
    else findings.note(why);
  };
  if (place === 'path') {
    const own = pathNames.get(name);
    if (own !== undefined) return parameterOf(raw, { name: own, place, required: true }, source);
    findings.note(`the parameter ${name}, which its path does not have`);
  } else if (place === 'query' && NO_NAME.has(name)) {
    leave(`the query parameter ${name}, which is never passed on`);
  } else if (place === 'query') {
    const own = new Findings();
    const parameter = parameterOf(raw, { name, place, required }, { book, findings: own });
    if (isPlain(parameter, raw, book)) {
      findings.take(own);
      return parameter;
    }
    findings.note(`the query parameter ${name}, which is no plain name with plain values: it passes unchecked`);
  } else if (place === 'header') {
    const header = name.toLowerCase();
    if (PASSABLE.test(header) && !GIVEN.has(header)) return parameterOf(raw, { name: header, place, required }, source);
    if (!GIVEN.has(header))
      leave(`the header ${header}, which is not passed on`, `it needs a header that is not passed on: ${header}`);
  } else {
    const where = /^[a-z]{1,20}$/i.test(place) ? place : 'no known place';
    const supported = `only ${PARAMETER_PLACES.join(', ')} are supported`;
    leave(`the parameter ${name}, which is in ${where}`, `a parameter is in ${where}: ${supported}`);
  }
  return undefined;
}

function parameterOf(
  raw: RawParameter,
  plain: Pick<ContractParameter, 'name' | 'place' | 'required'>,
  { book, findings }: Pick<Source, 'book' | 'findings'>,
): ContractParameter {
  return {
    ...plain,
    schema: book.convert(raw['schema'] ?? {}, findings, `parameter ${raw.name}`),
    explode: raw['explode'] !== false,
    description: textField(raw, 'description'),
    deprecated: raw['deprecated'] === true,
  };
}

/** Objects and encoded names could not be told apart from other parameters. */
function isPlain(
  { name, schema }: ContractParameter,
  { schema: raw, style = 'form', content, allowReserved }: RawParameter,
  book: SchemaBook,
): boolean {
  const { types, properties } = shapeOfSchema(schema, book.definitions);
  // What is converted says no longer that it is a bare object.
  const isObject = textField(raw, 'type') === 'object' || properties.size > 0 || [...types].join() === 'object';
  return QUERY_NAME.test(name) && style === 'form' && content === undefined && allowReserved !== true && !isObject;
}
