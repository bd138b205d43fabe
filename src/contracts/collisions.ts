import type { PreparedRoute } from '../routes/prepared-route.js';
import type { ContractEntry } from './contracts.js';
import { covers, shapeOf } from './public-path.js';

/**
 * The same entries, those unfit that would stand where the gateway has something else already: a file must not be able to take
 * requests away from another upstream.
 */
export function withoutCollisions(
  entries: readonly ContractEntry[],
  routes: readonly PreparedRoute[],
): ContractEntry[] {
  const seen = new Map<string, string>();
  return entries.map((entry) => {
    if (!isImportable(entry)) return entry;
    const { upstream, method, publicPath, place } = entry.operation;
    const key = `${method} ${shapeOf(publicPath)}`;
    const route = routes.find(
      ({ row, target }) => target.name !== upstream && row.method === method && covers(row.path, publicPath),
    );
    const other = seen.get(key) ?? (route && `the route ${route.id}`);
    if (other !== undefined) {
      const unfit = `would be ${method} /v1${publicPath}, which is ${other}; see contracts.exclude`;
      return { ...entry, operation: { ...entry.operation, unfit } };
    }
    seen.set(key, place);
    return entry;
  });
}

/** Whether the gateway has nothing of its own for it, and nothing against it. */
export function isImportable({ operation, routes }: ContractEntry): boolean {
  return routes.length === 0 && operation.unfit === undefined;
}
