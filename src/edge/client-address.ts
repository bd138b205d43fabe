import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { ForwardedHeader, ServerSettings } from '../config/sections/server.settings.js';
import type { ContextLogger } from '../observability/logger.js';
import { addressesIn } from './forwarded-header.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** IP address of the client: of the connection, or as the trusted proxies in front tell it. */
    readonly clientAddress: string;
  }
}

/** Addresses from one peer, from which on it looks like a proxy that the settings do not name. */
const MANY = 10;
const MAX_PEERS = 1000;

/** Stands instead of Fastify's `trustProxy`, which takes `192.0.2.1:50001` and `[2001:db8::1]:443` for addresses of their own. */
export class ClientAddresses {
  private readonly trusted = new BlockList();
  private readonly header: ForwardedHeader;
  /** Hashes of what peers have told that are not believed, few of each: a header may be long. */
  private readonly unbelieved = new LRUCache<string, Set<string>>({ max: MAX_PEERS });

  constructor(
    { trustedProxies, forwardedHeader }: Pick<ServerSettings, 'trustedProxies' | 'forwardedHeader'>,
    private readonly logger: Pick<ContextLogger, 'warn'>,
  ) {
    this.header = forwardedHeader;
    for (const range of trustedProxies) {
      const [network = '', bits] = range.split('/');
      const family = familyOf(network);
      if (bits === undefined) this.trusted.addAddress(network, family);
      else this.trusted.addSubnet(network, Number(bits), family);
    }
  }

  /**
   * The right-most address that is no trusted proxy's. Where a trusted proxy tells something that is none (`unknown` and
   * names, RFC 7239 section 6), its own address.
   */
  of({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): string {
    let client = socket.remoteAddress ?? '';
    const told = headers[this.header];
    if (told === undefined) return client;
    if (!this.isTrusted(client)) {
      this.notice(client, String(told));
      return client;
    }
    for (const address of addressesIn(this.header, String(told)).reverse()) {
      if (address === undefined) return client;
      client = address;
      if (!this.isTrusted(address)) return client;
    }
    return client;
  }

  isTrusted(address: string): boolean {
    return isIP(address) !== 0 && this.trusted.check(address, familyOf(address));
  }

  private notice(peer: string, told: string): void {
    const seen = this.unbelieved.get(peer) ?? new Set();
    this.unbelieved.set(peer, seen);
    if (seen.size >= MANY || seen.add(hash('sha256', told, 'base64url')).size < MANY) return;
    this.logger.warn(
      { peer, header: this.header },
      'a peer that server.trustedProxies does not name tells many clients',
    );
  }
}

export function installClientAddress(fastify: FastifyInstance, addresses: ClientAddresses): void {
  fastify.decorateRequest('clientAddress', {
    getter() {
      return addresses.of(this.raw);
    },
  });
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
