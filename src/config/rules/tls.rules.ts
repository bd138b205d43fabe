import { createPrivateKey, type X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { certificatesOf } from '../fields/certificate.validator.js';
import { type UpstreamName, UPSTREAM_NAMES } from '../sections/upstream.settings.js';
import type { TlsServerSettings, TlsSettings } from '../sections/tls.settings.js';
import type { Settings } from '../settings.js';
import type { WrongSetting } from '../settings.error.js';

const DAY_MS = 86_400_000;
const FEW_DAYS = 14;

type Parts = Pick<Settings, 'upstreams' | 'redis' | 'admin'>;

interface TlsPlace {
  /** Path of the setting, such as `upstreams.wallet.tls`. */
  path: string;
  /** Whose `tls` it is. */
  owner: { tls?: TlsSettings | TlsServerSettings };
}

/** Wherever settings may have certificates. */
export function tlsPlaces({ upstreams, redis, admin }: Parts): TlsPlace[] {
  const ofUpstreams = UPSTREAM_NAMES.flatMap((name: UpstreamName) => {
    const owner = upstreams[name];
    return owner === undefined ? [] : [{ path: `upstreams.${name}.tls`, owner }];
  });
  const ofRedis = redis === undefined ? [] : [{ path: 'redis.tls', owner: redis }];
  return [...ofUpstreams, ...ofRedis, { path: 'admin.tls', owner: admin }];
}

/** A certificate and its key come together, and OpenSSL takes them. */
export function tlsPairs(settings: Parts): WrongSetting[] {
  return tlsPlaces(settings).flatMap(({ path, owner: { tls } }) => {
    if (tls === undefined) return [];
    const wrong = pairFault(tls);
    return wrong === undefined ? [] : [{ ...wrong, path: `${path}.${wrong.path}` }];
  });
}

/** Settings that nobody reads would only look like a safeguard. */
export function tlsOfHttp({ upstreams }: Pick<Settings, 'upstreams'>): WrongSetting[] {
  return UPSTREAM_NAMES.flatMap((name) => {
    const { tls, baseUrl = '' } = upstreams[name] ?? {};
    const isUseless = tls !== undefined && baseUrl.startsWith('http:');
    return isUseless ? [{ path: `upstreams.${name}.tls`, message: 'does not go with a baseUrl by http' }] : [];
  });
}

/** Certificates that nobody takes any more, or yet, and authorities by which no certificate is good. */
export function untimelyCertificates(settings: Parts, now = Date.now()): WrongSetting[] {
  return judged(settings, ({ validFrom, validTo }) => {
    if (Date.parse(validTo) < now) return `has expired (${validTo})`;
    return Date.parse(validFrom) > now ? `is not valid before ${validFrom}` : undefined;
  });
}

/** When each of the gateway's certificates ends, in milliseconds since the epoch. */
export function certificateEnds(settings: Parts): { path: string; at: number }[] {
  return tlsPlaces(settings).flatMap(({ path, owner: { tls } }) =>
    (certificatesOf(tls?.cert ?? '') ?? [])
      .slice(0, 1)
      .map(({ validTo }) => ({ path: `${path}.cert`, at: Date.parse(validTo) })),
  );
}

/** Certificates that expire within a few days. */
export function endingCertificates(settings: Parts, now = Date.now()): WrongSetting[] {
  return judged(settings, ({ validTo }) => {
    const leftMs = Date.parse(validTo) - now;
    return leftMs >= 0 && leftMs < FEW_DAYS * DAY_MS ? `expires on ${validTo}: have it renewed` : undefined;
  });
}

/** Of several authorities each may be the right one: they are named where none is good. */
function judged(settings: Parts, judge: (certificate: X509Certificate) => string | undefined): WrongSetting[] {
  return tlsPlaces(settings).flatMap(({ path, owner: { tls } }) => {
    const own = certificatesOf(tls?.cert ?? '')?.[0];
    const message = own === undefined ? undefined : judge(own);
    const { name, pem } = authoritiesOf(tls);
    const authorities = (certificatesOf(pem) ?? []).map(judge);
    const [ofAuthority] = authorities.includes(undefined) ? [] : authorities;
    return [
      ...(message === undefined ? [] : [{ path: `${path}.cert`, message }]),
      ...(ofAuthority === undefined ? [] : [{ path: `${path}.${name}`, message: ofAuthority }]),
    ];
  });
}

function authoritiesOf(tls: TlsPlace['owner']['tls'] = {}): { name: string; pem: string } {
  return 'clientCa' in tls
    ? { name: 'clientCa', pem: tls.clientCa ?? '' }
    : { name: 'ca', pem: 'ca' in tls ? (tls.ca ?? '') : '' };
}

function pairFault(tls: TlsSettings | TlsServerSettings): WrongSetting | undefined {
  const { cert, key } = tls;
  const { name, pem } = authoritiesOf(tls);
  if ((cert === undefined) !== (key === undefined))
    return cert === undefined
      ? { path: 'cert', message: 'is needed with key' }
      : { path: 'key', message: 'is needed with cert' };
  if (cert !== undefined && key !== undefined) {
    const [own] = certificatesOf(cert) ?? [];
    if (own?.checkPrivateKey(createPrivateKey(key)) !== true)
      return { path: 'key', message: 'is not the key of cert: the first certificate there is the own one' };
  }
  try {
    createSecureContext({ cert, key, ...(pem !== '' && { ca: pem }) });
    return undefined;
  } catch {
    return { path: cert === undefined ? name : 'cert', message: 'is refused by OpenSSL: too weak, or out of order' };
  }
}
