import type { PreparedRoute } from '../routes/prepared-route.js';
import type { ContractOperation } from './file/operation.js';
import { PARTNER } from './file/path.js';
import { shapeOf } from './public-path.js';

/** What a row may be called: its name becomes that of a method. */
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,99}$/;
const TAKEN = new Set(['constructor', 'forwarder', 'registry']);
const PARAMETERS = /:[A-Za-z]+/g;

/** The operationId, or else method and path: `getSettlementsById` for `GET /settlements/{id}`. */
export function withNames(operations: readonly ContractOperation[]): ContractOperation[] {
  const names = new Map<string, Set<string>>();
  return operations.map((operation) => {
    const { upstream, operationId, upstreamPath, method } = operation.outline;
    const taken = names.get(upstream) ?? new Set(TAKEN);
    names.set(upstream, taken);
    const wanted = operationId?.replaceAll('.', '_') ?? '';
    const wordsOfPath = upstreamPath.replaceAll('/:', '/by-').split(/[^A-Za-z0-9]+/);
    const made =
      method.toLowerCase() + wordsOfPath.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    let name = NAME.test(wanted) && !taken.has(wanted) ? wanted : made;
    while (taken.has(name)) name += '_';
    taken.add(name);
    return operation.with({ name });
  });
}

/**
 * Paths that only differ in the names of their parameters are one in OpenAPI: the gateway's own routes name them, else the
 * first operation does.
 */
export function withSharedParameters(
  operations: readonly ContractOperation[],
  routes: readonly PreparedRoute[],
): ContractOperation[] {
  const named = new Map(
    routes.map(({ row: { path } }) => [shapeOf(path), namesIn(path)]).reverse() as [string, string[]][],
  );
  return operations.map((operation) => {
    const { publicPath, upstreamPath, pathNames } = operation.outline;
    const shape = shapeOf(publicPath);
    const own = namesIn(publicPath);
    const shared = named.get(shape);
    if (shared === undefined) named.set(shape, own);
    // What follows /partners/ is looked at by its name.
    if (shared === undefined || shared.join() === own.join() || own.includes(PARTNER)) return operation;
    const renamed = new Map(own.map((name, index) => [name, shared[index] ?? name]));
    const inPath = (path: `/${string}`): `/${string}` =>
      path.replaceAll(PARAMETERS, (name) => `:${renamed.get(name.slice(1)) ?? ''}`) as `/${string}`;
    return operation.with({
      publicPath: inPath(publicPath),
      upstreamPath: inPath(upstreamPath),
      pathNames: new Map([...pathNames].map(([theirs, ours]) => [theirs, renamed.get(ours) ?? ours])),
    });
  });
}

function namesIn(path: string): string[] {
  return [...path.matchAll(PARAMETERS)].map(([name]) => name.slice(1));
}
