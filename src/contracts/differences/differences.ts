import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord, type JsonObject } from '../../common/json.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import type { PreparedRoute } from '../../routes/prepared-route.js';
import type { ContractOperation, Definitions } from '../file/operation.js';
import type { ContractEntry, Contracts } from '../contracts.js';
import { operationIn } from '../file/document-place.js';
import { printable } from '../file/printable.js';
import { shapeOf } from '../public-path.js';
import { shapeOfSchema } from '../schemas/schema-shape.js';
import { schemaDifferences, type Sides } from './schema-differences.js';

/** Where Migo wants its keys in the body, the gateway adds them (credential `middleware-body-keys`). */
const BODY_KEYS = ['privateKey', 'publicKey'];

/** Every difference between a file and the table, one sorted line each: `wallet POST /users: body.name is …`. */
export function contractDifferences(contracts: Contracts, upstream: UpstreamName, document: OpenAPIObject): string[] {
  const entries = contracts.entries.filter(({ operation }) => operation.outline.upstream === upstream);
  const compared = entries.flatMap(({ operation, routes }) =>
    routes.flatMap((route) => operationDifferences(operation, route, document).map((text) => line(operation, text))),
  );
  const known = new Set(entries.flatMap(({ routes }) => routes));
  const absent = contracts.routes
    .filter((route) => route.target.name === upstream && !known.has(route))
    .map((route) => `${upstream} ${methodOf(route)} ${braced(route.upstreamPath)}: ${absenceOf(route, entries)}`);
  return [...new Set([...compared, ...absent])].sort().map(printable);
}

function line({ outline }: ContractOperation, text: string): string {
  const { upstream, method, path } = outline;
  return `${upstream} ${method} ${path}: ${text}`;
}

function methodOf({ row }: PreparedRoute): string {
  return row.upstreamMethod ?? row.method;
}

/** A path with another method is more likely a wrong method than an operation that is gone. */
function absenceOf(route: PreparedRoute, entries: readonly ContractEntry[]): string {
  const methods = entries
    .filter(
      ({ operation, routes }) =>
        routes.length === 0 && shapeOf(operation.outline.upstreamPath) === shapeOf(route.upstreamPath),
    )
    .map(({ operation }) => operation.outline.method);
  return methods.length === 0
    ? 'is not in the file'
    : `is ${methods.sort().join(', ')} there and ${methodOf(route)} here`;
}

function operationDifferences(operation: ContractOperation, route: PreparedRoute, document: OpenAPIObject): string[] {
  const own = operationIn(document, route.row.method, route.row.path);
  const { path, upstreamPath } = operation.outline;
  const isSame =
    shapeOf(upstreamPath) === shapeOf(route.upstreamPath) && path.endsWith('/') === route.upstreamPath.endsWith('/');
  const moved = isSame ? [] : [`is ${path} there and ${braced(route.upstreamPath)} here`];
  return own === undefined ? moved : [...moved, ...requestDifferences(operation, route, own, document)];
}

function requestDifferences(
  { unfit, details }: ContractOperation,
  { row, credential }: PreparedRoute,
  own: JsonObject,
  document: OpenAPIObject,
): string[] {
  const { parameters, body, forms, definitions } = details;
  const sides = (there: unknown, here: unknown): Sides => ({
    there: { schema: there, definitions },
    here: { schema: here, definitions: definitionsOf(document) },
  });
  const list = Array.isArray(own['parameters']) ? own['parameters'].filter(isRecord) : [];
  const queries = [
    parameters.filter(({ place }) => place === 'query'),
    list.filter((one) => one['in'] === 'query').map((one) => ({ name: String(one['name']), required: false, ...one })),
  ].map(objectOf);
  const query = schemaDifferences('query', { ...sides(queries[0], queries[1]), isClosed: true });
  const schema = jsonBodyOf(own);
  if (row.upload !== undefined) return query;
  const filledIn = [
    ...(row.otp === undefined ? [] : ['otp']),
    ...(credential === 'middleware-body-keys' ? BODY_KEYS : []),
  ];
  if (body === undefined) {
    // A body of another type was not read.
    const isOther = unfit !== undefined || forms.length > 0;
    return schema === undefined || isOther ? query : [...query, 'has no body there and one here'];
  }
  if (schema === undefined) {
    const { properties } = shapeOfSchema(body.schema, definitions);
    const isFilledIn = properties.size > 0 && [...properties.keys()].every((name) => filledIn.includes(name));
    return isFilledIn ? query : [...query, 'has a body there and none here'];
  }
  return [...query, ...schemaDifferences('body', { ...sides(body.schema, schema), filledIn })];
}

/** Parameters as an object whose fields they are. */
function objectOf(parameters: readonly { name: string; required: unknown; schema?: unknown }[]): JsonObject {
  return {
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
  };
}

function jsonBodyOf({ requestBody }: JsonObject): unknown {
  const content = isRecord(requestBody) ? requestBody['content'] : undefined;
  const media = isRecord(content) ? content['application/json'] : undefined;
  return isRecord(media) ? media['schema'] : undefined;
}

function definitionsOf({ components }: OpenAPIObject): Definitions {
  const schemas: Record<string, unknown> = { ...components?.schemas };
  return (name) => (isRecord(schemas[name]) ? schemas[name] : undefined);
}

function braced(path: string): string {
  return path.replaceAll(/:([A-Za-z]+)/g, '{$1}');
}
