import type { PreparedRoute } from '../routes/prepared-route.js';
import type { ContractEntry } from './contracts.js';
import { covers, shapeOf } from './public-path.js';

/**
 * Says of each entry in turn what else of the gateway stands where it would: a file must not be able to take requests away
 * from another upstream.
 */
export function collisionsWith(routes: readonly PreparedRoute[]): (entry: ContractEntry) => string | undefined {
  const seen = new Map<string, string>();
  return ({ operation: { outline, place } }) => {
    const { upstream, method, publicPath } = outline;
    const key = `${method} ${shapeOf(publicPath)}`;
    const route = routes.find(
      ({ row, target }) => target.name !== upstream && row.method === method && covers(row.path, publicPath),
    );
    const other = (route && `the route ${route.id}`) ?? seen.get(key);
    if (other !== undefined) return `would be ${method} /v1${publicPath}, which is ${other}; see contracts.exclude`;
    seen.set(key, place);
    return undefined;
  };
}
