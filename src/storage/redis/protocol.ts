import { type Port, speaksPlainRedis, speaksTls } from '../../common/tls/spoken.js';
import type { TlsFault } from '../../common/tls/faults.js';
import type { RedisSettings } from '../../config/sections/redis.settings.js';
import { isSecured } from './tls.js';

const PORT = 6379;
/** Milliseconds between two looks at a Redis that is away. */
const LOOK_EVERY_MS = 10_000;

/** Whether the settings say that there is TLS and a server does not, or the other way round: either ends a connection without a word. */
export async function protocolFaultOf(settings: RedisSettings): Promise<TlsFault | undefined> {
  const [isOther, fault] = isSecured(settings)
    ? ([speaksPlainRedis, 'tls-not-spoken'] as const)
    : ([speaksTls, 'tls-spoken'] as const);
  const found = await Promise.all(portsOf(settings).map(isOther));
  return found.includes(true) ? fault : undefined;
}

/** The same, seldom enough for a connection that is tried all the time; undefined also where it was not looked. */
export function seldomProtocolFaultOf(settings: RedisSettings): () => Promise<TlsFault | undefined> {
  let next = 0;
  return () => {
    const now = performance.now();
    if (now < next) return Promise.resolve(undefined);
    next = now + LOOK_EVERY_MS;
    return protocolFaultOf(settings);
  };
}

function portsOf({ url, sentinels, cluster }: RedisSettings): readonly Port[] {
  if (url === undefined) return sentinels ?? cluster ?? [];
  const { hostname, port } = new URL(url);
  return [{ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? PORT : Number(port) }];
}
