import { hash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { accountName } from '../common/account-name.js';
import type { UpstreamName } from '../config/sections/upstream.settings.js';

/** Half of an IPv6 address: everybody has as many of the other half as he likes. */
const NETWORK_GROUPS = 4;
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** What an account is counted under, however its name was spelt. The store holds no e-mail in clear text. */
export function accountKey(name: string): string {
  return nameKey(accountName(name));
}

export interface UserOfUpstream {
  upstream: UpstreamName;
  /** Of the partner: those with the same one have the same users. */
  merchant: string;
  name: string;
}

/** What a user of Migo is counted under, whichever partner is named. */
export function userKey({ upstream, merchant, name }: UserOfUpstream): string {
  return `${upstream}:${merchant}:${accountKey(name)}`;
}

/** What somebody or something is counted under that is named exactly. */
export function nameKey(name: string): string {
  return hash('sha256', name, 'base64url');
}

/** What a client's address is counted under: the address, of IPv6 the network of 64 bits. */
export function addressKey(address: string): string {
  const mapped = MAPPED_IPV4.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const halves = address.toLowerCase().split('::', 2);
  const [head = [], tail = []] = halves.map((half) => half.split(':').filter((group) => group !== ''));
  const missing = Math.max(0, 8 - head.length - tail.length);
  return [...head, ...Array<string>(missing).fill('0'), ...tail]
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
