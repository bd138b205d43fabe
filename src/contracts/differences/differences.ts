import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord, type JsonObject } from '../../common/json.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import type { PreparedRoute } from '../../routes/prepared-route.js';
import type { ContractOperation, Definitions, OperationDetails } from '../file/operation.js';
import type { ContractEntry, Contracts } from '../contracts.js';
import { operationIn } from '../file/document-place.js';
import { printable } from '../file/printable.js';
import { shapeOf } from '../public-path.js';
import { shapeOfSchema } from '../schemas/schema-shape.js';
import { schemaDifferences } from './schema-differences.js';

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
  if (own === undefined) return moved;
  return [
    ...moved,
    ...queryDifferences(operation.details, own, definitionsOf(document)),
    ...bodyDifferences(operation, route, own, document),
  ];
}

function queryDifferences({ parameters, definitions }: OperationDetails, own: JsonObject, ours: Definitions): string[] {
  const there = new Map(
    parameters.filter(({ place }) => place === 'query').map((parameter) => [parameter.name, parameter]),
  );
  const list = Array.isArray(own['parameters']) ? own['parameters'].filter(isRecord) : [];
  const here = new Map(
    list.filter((parameter) => parameter['in'] === 'query').map((one) => [String(one['name']), one]),
  );
  return [...new Set([...there.keys(), ...here.keys()])].flatMap((name) => {
    const [left, right] = [there.get(name), here.get(name)];
    const field = `query.${name}`;
    if (left === undefined) return [`${field} is not known there`];
    if (right === undefined)
      return [`${field} is ${left.required ? 'required' : 'known'} there and not passed on here`];
    const required = right['required'] === true;
    const sides = { there: { schema: left.schema, definitions }, here: { schema: right['schema'], definitions: ours } };
    return [
      ...(left.required === required
        ? []
        : [`${field} is ${wordFor(left.required)} there and ${wordFor(required)} here`]),
      ...schemaDifferences(field, sides),
    ];
  });
}

function wordFor(required: boolean): string {
  return required ? 'required' : 'optional';
}

function bodyDifferences(
  operation: ContractOperation,
  { row, credential }: PreparedRoute,
  own: JsonObject,
  document: OpenAPIObject,
): string[] {
  if (row.upload !== undefined) return [];
  const { unfit } = operation;
  const { body, definitions, forms } = operation.details;
  const schema = jsonBodyOf(own);
  const filledIn = [
    ...(row.otp === undefined ? [] : ['otp']),
    ...(credential === 'middleware-body-keys' ? BODY_KEYS : []),
  ];
  if (body === undefined) {
    // A body of another type was not read.
    const isOther = unfit !== undefined || forms.length > 0;
    return schema === undefined || isOther ? [] : ['has no body there and one here'];
  }
  if (schema === undefined) {
    const { properties } = shapeOfSchema(body.schema, definitions);
    const isFilledIn = properties.size > 0 && [...properties.keys()].every((name) => filledIn.includes(name));
    return isFilledIn ? [] : ['has a body there and none here'];
  }
  return schemaDifferences('body', {
    there: { schema: body.schema, definitions },
    here: { schema, definitions: definitionsOf(document) },
    filledIn,
  });
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
