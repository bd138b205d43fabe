import type { RedisSettings } from '../sections/redis.settings.js';
import type { WrongSetting } from '../settings.error.js';

const PLACES = ['url', 'sentinels', 'cluster'] as const;
type Place = (typeof PLACES)[number];

/** Which settings a place of Redis takes. */
const TAKES: Readonly<Record<Place, readonly (keyof RedisSettings)[]>> = {
  url: ['tls'],
  sentinels: ['name', 'sentinelPassword', 'username', 'password', 'tls'],
  cluster: ['username', 'password', 'tls'],
};

/** There is one Redis, and every setting is of use to it: one that is not read would only look like a safeguard. */
export function redisPlace({ redis }: { redis?: RedisSettings }): WrongSetting[] {
  if (redis === undefined) return [];
  const [place, ...more] = PLACES.filter((one) => redis[one] !== undefined);
  if (place === undefined) return [{ path: 'redis.url', message: 'is needed, or sentinels, or cluster' }];
  if (more.length > 0)
    return more.map((one) => ({ path: `redis.${one}`, message: `cannot stand beside ${place}: there is one Redis` }));
  if (place === 'sentinels' && redis.name === undefined)
    return [{ path: 'redis.name', message: 'is needed with sentinels: what they call the primary' }];
  if (redis.tls !== undefined && redis.url?.startsWith('redis:') === true)
    return [{ path: 'redis.tls', message: 'does not go with url by redis://: write rediss://' }];
  const unread = TAKES.sentinels.filter((detail) => redis[detail] !== undefined && !TAKES[place].includes(detail));
  const why = place === 'url' ? 'url, which says it itself' : place;
  return unread.map((detail) => ({ path: `redis.${detail}`, message: `does not go with ${why}` }));
}

/** Anybody in the network could read who is logged in, and end every session. */
export function redisGuarded({ redis }: { redis?: RedisSettings }): WrongSetting[] {
  if (redis === undefined) return [];
  const { url, password, tls } = redis;
  if (url === undefined ? password !== undefined || tls !== undefined : isGuarded(new URL(url))) return [];
  const path = `redis.${PLACES.find((one) => redis[one] !== undefined) ?? 'url'}`;
  return [{ path, message: 'production needs a password of Redis, or TLS' }];
}

function isGuarded({ protocol, password }: URL): boolean {
  return protocol === 'rediss:' || password !== '';
}
