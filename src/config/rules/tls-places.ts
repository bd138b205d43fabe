import { type UpstreamName, UPSTREAM_NAMES } from '../sections/upstream.settings.js';
import type { TlsServerSettings, TlsSettings } from '../sections/tls.settings.js';
import type { Settings } from '../settings.js';

export type TlsParts = Pick<Settings, 'upstreams' | 'redis' | 'admin'>;

interface TlsPlace {
  /** Path of the setting, such as `upstreams.wallet.tls`. */
  path: string;
  /** Whose `tls` it is. */
  owner: { tls?: TlsSettings | TlsServerSettings };
}

/** Wherever settings may have certificates. */
export function tlsPlaces({ upstreams, redis, admin }: TlsParts): TlsPlace[] {
  const ofUpstreams = UPSTREAM_NAMES.flatMap((name: UpstreamName) => {
    const owner = upstreams[name];
    return owner === undefined ? [] : [{ path: `upstreams.${name}.tls`, owner }];
  });
  const ofRedis = redis === undefined ? [] : [{ path: 'redis.tls', owner: redis }];
  return [...ofUpstreams, ...ofRedis, { path: 'admin.tls', owner: admin }];
}

/** The authorities of a place, and the setting that has them. */
export function authoritiesOf(tls: TlsPlace['owner']['tls'] = {}): { name: string; pem: string } {
  return 'clientCa' in tls
    ? { name: 'clientCa', pem: tls.clientCa ?? '' }
    : { name: 'ca', pem: 'ca' in tls ? (tls.ca ?? '') : '' };
}
