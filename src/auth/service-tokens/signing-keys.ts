import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ServiceTokenKeySettings } from '../../config/service-token.settings.js';
import { Settings } from '../../config/settings.js';
import { Loggers } from '../../observability/logger.js';

interface SigningKey {
  id: string;
  privateKey: KeyObject;
}

/** A key as it is published (RFC 7517, RFC 8037). */
export interface PublishedKey {
  kty: string;
  crv: string;
  x: string;
  kid: string;
  use: 'sig';
  alg: 'EdDSA';
}

/** The Ed25519 keys of service tokens: the first signs, all verify. */
@Injectable()
export class ServiceTokenKeys {
  readonly signing: SigningKey;
  readonly published: readonly PublishedKey[];
  private readonly publicKeys: ReadonlyMap<string, KeyObject>;

  constructor({ serviceTokens, partners }: Settings, loggers: Loggers) {
    const { keys } = serviceTokens;
    this.signing = signingKeyOf(keys) ?? madeKey();
    this.publicKeys = new Map([
      [this.signing.id, createPublicKey(this.signing.privateKey)],
      ...keys.map((key): [string, KeyObject] => [key.id, publicKeyOf(key)]),
    ]);
    this.published = [...this.publicKeys].map(([kid, key]) => publish(kid, key));
    if (keys.length === 0 && partners.some(({ clients }) => clients.length > 0)) {
      const logger = loggers.of(ServiceTokenKeys.name);
      logger.warn({}, 'no serviceTokens.keys: a key was made, so service tokens are good for this process only');
    }
  }

  publicKey(id: string | undefined): KeyObject | undefined {
    return id === undefined ? undefined : this.publicKeys.get(id);
  }
}

function signingKeyOf([first]: readonly ServiceTokenKeySettings[]): SigningKey | undefined {
  return first?.privateKey === undefined ? undefined : { id: first.id, privateKey: createPrivateKey(first.privateKey) };
}

function madeKey(): SigningKey {
  return { id: `made-${randomUUID()}`, privateKey: generateKeyPairSync('ed25519').privateKey };
}

function publicKeyOf({ privateKey, publicKey }: ServiceTokenKeySettings): KeyObject {
  return createPublicKey(privateKey ?? publicKey ?? '');
}

function publish(kid: string, key: KeyObject): PublishedKey {
  const { kty = '', crv = '', x = '' } = key.export({ format: 'jwk' });
  return { kty, crv, x, kid, use: 'sig', alg: 'EdDSA' };
}
