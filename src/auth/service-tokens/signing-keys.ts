import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { derived } from '../../config/live/derived.js';
import type { ServiceTokenKeySettings } from '../../config/sections/service-token.settings.js';
import { Settings } from '../../config/settings.js';
import { SharedSigningKeys } from './shared-keys.js';

interface SigningKey {
  id: string;
  privateKey: KeyObject;
}

/** Keys of the settings. */
interface OwnKeys {
  signing: SigningKey;
  published: ReadonlyMap<string, KeyObject>;
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

/** The Ed25519 keys of service tokens: those of the settings, of which the first signs and all verify, or else the shared ones. */
@Injectable()
export class ServiceTokenKeys {
  private readonly own: () => OwnKeys | undefined;

  constructor(
    settings: Settings,
    private readonly shared: SharedSigningKeys,
  ) {
    this.own = derived(settings, ['serviceTokens'], ({ serviceTokens: { keys } }) => {
      const signing = signingKeyOf(keys);
      return signing && { signing, published: new Map(keys.map((key) => [key.id, publicKeyOf(key)])) };
    });
  }

  /** @throws StoreUnavailableError */
  async signing(): Promise<SigningKey> {
    return this.own()?.signing ?? this.shared.signing();
  }

  /** @throws StoreUnavailableError */
  async publicKey(id: string | undefined): Promise<KeyObject | undefined> {
    if (id === undefined) return undefined;
    const own = this.own();
    return own === undefined ? this.shared.publicKey(id) : own.published.get(id);
  }

  /** @throws StoreUnavailableError */
  async published(): Promise<PublishedKey[]> {
    const keys = this.own()?.published ?? (await this.shared.published());
    return [...keys].map(([kid, key]) => publish(kid, key));
  }
}

function signingKeyOf([first]: readonly ServiceTokenKeySettings[]): SigningKey | undefined {
  return first?.privateKey === undefined ? undefined : { id: first.id, privateKey: createPrivateKey(first.privateKey) };
}

function publicKeyOf({ privateKey, publicKey }: ServiceTokenKeySettings): KeyObject {
  return createPublicKey(privateKey ?? publicKey ?? '');
}

function publish(kid: string, key: KeyObject): PublishedKey {
  const { kty = '', crv = '', x = '' } = key.export({ format: 'jwk' });
  return { kty, crv, x, kid, use: 'sig', alg: 'EdDSA' };
}
