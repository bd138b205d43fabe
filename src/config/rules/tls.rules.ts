import type { X509Certificate } from 'node:crypto';
import { certificatesOf } from '../fields/certificate.validator.js';
import type { WrongSetting } from '../settings.error.js';
import { authoritiesOf, type TlsParts, tlsPlaces } from './tls-places.js';

const DAY_MS = 86_400_000;
const FEW_DAYS = 14;

/** Certificates that nobody takes any more, or yet, and authorities by which no certificate is good. */
export function untimelyCertificates(settings: TlsParts, now = Date.now()): WrongSetting[] {
  return judged(settings, ({ validFrom, validTo }) => {
    if (Date.parse(validTo) < now) return `has expired (${validTo})`;
    return Date.parse(validFrom) > now ? `is not valid before ${validFrom}` : undefined;
  });
}

/** When each of the gateway's certificates ends, in milliseconds since the epoch. */
export function certificateEnds(settings: TlsParts): { path: string; at: number }[] {
  return tlsPlaces(settings).flatMap(({ path, owner: { tls } }) =>
    (certificatesOf(tls?.cert ?? '') ?? [])
      .slice(0, 1)
      .map(({ validTo }) => ({ path: `${path}.cert`, at: Date.parse(validTo) })),
  );
}

/** Certificates that expire within a few days. */
export function endingCertificates(settings: TlsParts, now = Date.now()): WrongSetting[] {
  return judged(settings, ({ validTo }) => {
    const leftMs = Date.parse(validTo) - now;
    return leftMs >= 0 && leftMs < FEW_DAYS * DAY_MS ? `expires on ${validTo}: have it renewed` : undefined;
  });
}

/** Of several authorities each may be the right one: they are named where none is good. */
function judged(settings: TlsParts, judge: (certificate: X509Certificate) => string | undefined): WrongSetting[] {
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
