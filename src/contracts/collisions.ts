import type { WrongSetting } from '../config/settings.error.js';
import type { PreparedRoute } from '../routes/prepared-route.js';
import type { Method } from '../routes/route.js';
import type { ContractOperation } from './file/operation.js';
import { covers, shapeOf } from './public-path.js';

interface Places {
  routes: readonly PreparedRoute[];
  doors: readonly { method: Method | 'ALL'; path: string }[];
}

/**
 * Operations that would stand where the gateway has something else already: a file must not be able to take requests away
 * from another upstream.
 */
export function collisions(operations: readonly ContractOperation[], { routes, doors }: Places): WrongSetting[] {
  const seen = new Map<string, ContractOperation>();
  return operations.flatMap((operation): WrongSetting[] => {
    const { upstream, method, publicPath, place } = operation;
    const refuse = (other: string): WrongSetting[] => [
      { path: place, message: `would be ${method} /v1${publicPath}, which is ${other}; see contracts.exclude` },
    ];
    const key = `${method} ${shapeOf(publicPath)}`;
    const earlier = seen.get(key);
    seen.set(key, earlier ?? operation);
    if (earlier !== undefined) return refuse(earlier.place);
    const route = routes.find(
      ({ row, target }) => target.name !== upstream && row.method === method && covers(row.path, publicPath),
    );
    if (route !== undefined) return refuse(`the route ${route.id}`);
    const door = doors.find((one) => (one.method === 'ALL' || one.method === method) && covers(one.path, publicPath));
    return door === undefined ? [] : refuse('answered by the gateway with where to go instead');
  });
}
