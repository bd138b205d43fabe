import type { PreparedRoute } from '../routes/prepared-route.js';
import type { ContractOperation } from './file/operation.js';
import { PARTNER } from './file/path.js';
import { shapeOf } from './public-path.js';

/** What a row may be called: its name becomes that of a method. */
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,99}$/;
const TAKEN = ['constructor', 'forwarder', 'registry'];
const PARAMETER = /:([A-Za-z]+)/g;

/**
 * Names each operation by its operationId, or else by method and path: `getSettlementsById` for `GET /settlements/{id}`. Of two
 * with one operationId the first has it.
 */
export function giveNames(operations: readonly ContractOperation[]): void {
  const ids = new Set<string>();
  const names = new Set<string>();
  const isFree = (upstream: string, name: string): boolean =>
    !TAKEN.includes(name) && !names.has(`${upstream} ${name}`);
  for (const { outline } of operations) {
    const { upstream, operationId, upstreamPath, method, unfit } = outline;
    if (unfit !== undefined) continue;
    const id = `${upstream} ${operationId ?? ''}`;
    if (operationId !== undefined && ids.has(id)) {
      outline.operationId = undefined;
      outline.notes.push(`the operationId ${operationId}, which an earlier one has`);
    }
    ids.add(id);
    const wordsOfPath = upstreamPath.replaceAll('/:', '/by-').split(/[^A-Za-z0-9]+/);
    const wanted = outline.operationId?.replaceAll('.', '_') ?? '';
    outline.name =
      NAME.test(wanted) && isFree(upstream, wanted)
        ? wanted
        : method.toLowerCase() + wordsOfPath.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    while (!isFree(upstream, outline.name)) outline.name += '_';
    names.add(`${upstream} ${outline.name}`);
  }
}

/**
 * Paths that only differ in the names of their parameters are one in OpenAPI: the gateway's own routes name them, else the
 * first operation does.
 */
export function shareParameters(operations: readonly ContractOperation[], routes: readonly PreparedRoute[]): void {
  const named = new Map<string, string[]>();
  const paths = routes.map(({ row }) => row.path);
  for (const path of paths.reverse()) named.set(shapeOf(path), namesIn(path));
  for (const { outline } of operations) {
    const own = namesIn(outline.publicPath);
    const shared = named.get(shapeOf(outline.publicPath)) ?? own;
    named.set(shapeOf(outline.publicPath), shared);
    // What follows /partners/ is looked at by its name.
    if (own.includes(PARTNER)) continue;
    const nameOf = (name: string): string => shared[own.indexOf(name)] ?? name;
    const renamed = (path: `/${string}`): `/${string}` =>
      `/${path.slice(1).replaceAll(PARAMETER, (_all, name: string) => `:${nameOf(name)}`)}`;
    outline.publicPath = renamed(outline.publicPath);
    outline.upstreamPath = renamed(outline.upstreamPath);
    outline.pathNames = new Map([...outline.pathNames].map(([theirs, ours]) => [theirs, nameOf(ours)]));
  }
}

function namesIn(path: string): string[] {
  return [...path.matchAll(PARAMETER)].map(([, name = '']) => name);
}
