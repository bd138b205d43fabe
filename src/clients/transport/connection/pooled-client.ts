import { Client, type Dispatcher, Pool } from 'undici';

export function createPool(origin: string, options: Client.Options, connections: number): Pool {
  const factory = (of: URL, own: object): PooledClient => new PooledClient(of, own);
  return new Pool(origin, { ...options, connections, factory });
}

/**
 * One connection. undici's pool (8.12) takes a client that refuses a request for its arguments for a busy one, and waits for
 * ever until that is free: each such request would cost the pool a connection.
 */
class PooledClient extends Client {
  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return super.dispatch(options, handler) || this.stats.size === 0;
  }
}
