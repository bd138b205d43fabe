import { hash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { textField } from '../../common/json.js';
import { derived } from '../../config/live/derived.js';
import { Settings } from '../../config/settings.js';
import { sharedClock } from '../../storage/shared-clock.js';
import type { ServiceCaller } from '../callers/caller.js';
import { grants } from '../callers/scopes.js';
import { type ServiceClient, ServiceClients } from './service-clients.js';
import { ServiceTokenKeys } from './signing-keys.js';
import { atMost } from '../../common/growing-cache.js';

export const SERVICE_TOKEN_SECONDS = 300;

/** Characters. Looked at before anything else: a longer one is not ours, and is not worth being parsed. */
const MAX_LENGTH = 4096;
const MAX_VERIFIED = 10_000;
const JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** Tells these tokens from any other that a key of ours may sign (RFC 9068, section 2.1). */
const TYPE = 'at+jwt';
const ALGORITHM = 'EdDSA';
const REQUIRED = ['sub', 'client_id', 'partner', 'scope', 'iat', 'exp', 'jti'];

/** Access tokens of services: JWTs of 5 minutes that every replica can verify. */
@Injectable()
export class ServiceTokens {
  /** A verification costs 100 µs, which is more than all the rest of a call. Keys are hashes: no token is kept. */
  private readonly verified: () => LRUCache<string, ServiceCaller>;

  constructor(
    private readonly keys: ServiceTokenKeys,
    private readonly clients: ServiceClients,
    private readonly settings: Settings,
  ) {
    this.verified = derived(settings, ['partners', 'serviceTokens'], () => new LRUCache(atMost(MAX_VERIFIED)));
  }

  /** @throws StoreUnavailableError where the keys are in the store, and it is away */
  async issue({ partner, client }: ServiceClient, scopes: readonly string[]): Promise<string> {
    const { id, privateKey } = await this.keys.signing();
    const { issuer, audience } = this.settings.serviceTokens;
    const now = Math.floor(sharedClock.now() / 1000);
    return new SignJWT({ client_id: client.id, partner: partner.id, scope: scopes.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: id })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(client.id)
      .setIssuedAt(now)
      .setExpirationTime(now + SERVICE_TOKEN_SECONDS)
      .setJti(randomUUID())
      .sign(privateKey);
  }

  /** The caller behind a token; undefined where it is not good. */
  async verify(token: string): Promise<ServiceCaller | undefined> {
    if (token.length > MAX_LENGTH || !JWT.test(token)) return undefined;
    const id = hash('sha256', token, 'base64url');
    const verified = this.verified();
    return verified.get(id) ?? this.verifyAnew(token, { id, verified });
  }

  /** Settings that are replaced meanwhile have a cache of their own: this one is gone then. */
  private async verifyAnew(
    token: string,
    { id, verified }: { id: string; verified: LRUCache<string, ServiceCaller> },
  ): Promise<ServiceCaller | undefined> {
    const payload = await this.payloadOf(token);
    const caller = payload && this.callerOf(payload);
    const ttl = (payload?.exp ?? 0) * 1000 - sharedClock.now();
    if (caller !== undefined && ttl > 0) verified.set(id, caller, { ttl });
    return caller;
  }

  /** Only our own keys count: what a header says of keys elsewhere (jku, jwk, x5u) is not looked at. */
  private async payloadOf(token: string): Promise<JWTPayload | undefined> {
    const { issuer, audience } = this.settings.serviceTokens;
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = await this.keys.publicKey(kid);
          if (key === undefined) throw new errors.JWKSNoMatchingKey();
          return key;
        },
        {
          algorithms: [ALGORITHM],
          typ: TYPE,
          issuer,
          audience,
          requiredClaims: REQUIRED,
          currentDate: new Date(sharedClock.now()),
        },
      );
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /** By the settings of now: a client that was removed, or lost a scope, has lost it in its tokens too. */
  private callerOf(payload: JWTPayload): ServiceCaller | undefined {
    const known = this.clients.get(textField(payload, 'client_id') ?? '');
    if (known === undefined || known.partner.id !== payload['partner']) return undefined;
    const { partner, client } = known;
    const named = textField(payload, 'scope')?.split(' ') ?? [];
    return {
      kind: 'service',
      partner,
      clientId: client.id,
      scopes: named.filter((scope) => grants(client.scopes, scope)),
    };
  }
}
