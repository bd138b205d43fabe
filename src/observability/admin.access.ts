import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { AdminSettings } from '../config/sections/admin.settings.js';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/** Whom the audit log names where the settings have no tokens: whoever is on this machine. */
const LOCAL = 'local';

export type AdminRefusal = 'host' | 'token';
export type Admin = { id: string } | { refused: AdminRefusal };

/** Access to `/ops`. */
export class AdminAccess {
  private readonly tokens: readonly { id: string; digest: Buffer }[];
  private readonly listensOnLoopback: boolean;
  private readonly hosts: ReadonlySet<string>;
  private readonly knowsCertificates: boolean;

  constructor({ tokens, host, hosts, tls }: Pick<AdminSettings, 'tokens' | 'host' | 'hosts' | 'tls'>) {
    this.tokens = tokens.map(({ id, secretSha256 }) => ({ id, digest: Buffer.from(secretSha256, 'hex') }));
    this.listensOnLoopback = isLoopback(host);
    this.hosts = new Set(hosts);
    this.knowsCertificates = tls?.clientCa !== undefined;
  }

  /** `certified`: the name in a client certificate that the listener has verified.
   *
   * A page of another site can be loaded under a name that points to this listener (DNS rebinding), but not under an address. */
  of(
    { host = '', authorization = '' }: Pick<IncomingHttpHeaders, 'host' | 'authorization'>,
    certified?: string,
  ): Admin {
    const name = hostName(host);
    if (this.tokens.length === 0 && !this.knowsCertificates) {
      if (!this.listensOnLoopback) return { refused: 'token' };
      return isLoopback(name) ? { id: LOCAL } : { refused: 'host' };
    }
    if (!isLoopback(name) && isIP(name) === 0 && !this.hosts.has(name)) return { refused: 'host' };
    if (certified !== undefined) return { id: certified };
    const digest = hash('sha256', BEARER.exec(authorization)?.[1] ?? '', 'buffer');
    return this.tokens.find((token) => timingSafeEqual(token.digest, digest)) ?? { refused: 'token' };
  }
}

/** Without the port, and without the brackets of IPv6. */
function hostName(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}

function isLoopback(name: string): boolean {
  if (name === 'localhost') return true;
  const family = isIP(name);
  return family !== 0 && LOOPBACK.check(name, family === 6 ? 'ipv6' : 'ipv4');
}
