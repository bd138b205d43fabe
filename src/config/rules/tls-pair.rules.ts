import { createPrivateKey } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { certificatesOf } from '../fields/certificate.validator.js';
import { UPSTREAM_NAMES } from '../sections/upstream.settings.js';
import type { TlsServerSettings, TlsSettings } from '../sections/tls.settings.js';
import type { Settings } from '../settings.js';
import type { WrongSetting } from '../settings.error.js';
import { authoritiesOf, type TlsParts, tlsPlaces } from './tls-places.js';

/** A certificate and its key come together, and OpenSSL takes them. */
export function tlsPairs(settings: TlsParts): WrongSetting[] {
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

function pairFault(tls: TlsSettings | TlsServerSettings): WrongSetting | undefined {
  const { cert, key } = tls;
  const { name, pem } = authoritiesOf(tls);
  if ((cert === undefined) !== (key === undefined))
    return cert === undefined
      ? { path: 'cert', message: 'is needed with key' }
      : { path: 'key', message: 'is needed with cert' };
  if (cert !== undefined && key !== undefined) {
    const [own] = certificatesOf(cert) ?? [];
    if (own?.checkPrivateKey(createPrivateKey(key)) === false)
      return { path: 'key', message: 'is not the key of cert: the first certificate there is the own one' };
  }
  try {
    createSecureContext({ cert, key, ...(pem !== '' && { ca: pem }) });
    return undefined;
  } catch {
    return { path: cert === undefined ? name : 'cert', message: 'is refused by OpenSSL: too weak, or out of order' };
  }
}
