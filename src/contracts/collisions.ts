import type { PreparedRoute } from '../routes/prepared-route.js';
import type { ContractEntry } from './contracts.js';
import { covers, shapeOf } from './public-path.js';

/**
 * Refuses what would stand where something else of the gateway does: a file must not be able to take requests away from another
 * upstream. Granted operations are first: what nobody may call keeps nothing from being served.
 */
export function refuseCollisions(entries: readonly ContractEntry[], routes: readonly PreparedRoute[]): void {
  const seen = new Map<string, string>();
  const inTurn = [...entries].sort((a, b) => Number(b.grant !== undefined) - Number(a.grant !== undefined));
  for (const { operation, routes: own } of inTurn) {
    const { upstream, method, publicPath, unfit } = operation.outline;
    if (unfit !== undefined) continue;
    const key = `${method} ${shapeOf(own[0]?.row.path ?? publicPath)}`;
    const foreign = routes.find(
      ({ row, target }) => target.name !== upstream && row.method === method && covers(row.path, publicPath),
    );
    const other = (own.length === 0 && foreign ? `the route ${foreign.id}` : undefined) ?? seen.get(key);
    if (other === undefined) seen.set(key, operation.place);
    else operation.refuse(`would be ${method} /v1${publicPath}, which is ${other}; see contracts.exclude`);
  }
}
