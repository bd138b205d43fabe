import { Injectable } from '@nestjs/common';
import { type KeyedHash, RecordCipher } from '../storage/record-cipher.js';

/** What a request is, beside its body. */
export interface RequestHead {
  method: string;
  /** With the query. */
  path: string;
  /** Headers that are passed on, by name. */
  headers: readonly (readonly [name: string, value: string])[];
}

const SEPARATOR = '~';

/**
 * Tells whether two requests are the same, without anything of them being kept: keyed hashes of the head and of the body. A
 * form that still streams has only the first.
 */
export class Fingerprint {
  constructor(
    readonly keyId: string,
    readonly head: string,
    readonly body: string | undefined,
  ) {}

  static read(text: string): Fingerprint {
    const [keyId = '', head = '', body] = text.split(SEPARATOR);
    return new Fingerprint(keyId, head, body);
  }

  toString(): string {
    return [this.keyId, this.head, ...(this.body === undefined ? [] : [this.body])].join(SEPARATOR);
  }

  withBody(body: string): Fingerprint {
    return new Fingerprint(this.keyId, this.head, body);
  }

  /** To the last byte: where one of the bodies is not known, nobody can tell. */
  isSameAs(other: Fingerprint): boolean {
    return this.body !== undefined && this.body === other.body && this.matches(other);
  }

  /** So far as both are known. */
  matches({ keyId, head, body }: Fingerprint): boolean {
    if (keyId !== this.keyId || head !== this.head) return false;
    return body === undefined || this.body === undefined || body === this.body;
  }
}

@Injectable()
export class Fingerprints {
  constructor(private readonly cipher: RecordCipher) {}

  /**
   * @param body without one it is added later, with `bodyHash`
   * @param keyId of a print to compare with; undefined is returned where that key is gone
   */
  of(head: RequestHead, body: Buffer | string | undefined, keyId?: string): Fingerprint | undefined {
    const hash = this.cipher.keyedHash(keyId);
    if (hash === undefined) return undefined;
    const text = JSON.stringify([head.method, head.path, head.headers]);
    const headHash = hash.hmac.update(text).digest('base64url');
    const bodyHash = body === undefined ? undefined : this.bodyHash(hash.id)?.update(body).digest('base64url');
    return new Fingerprint(hash.id, headHash, bodyHash);
  }

  bodyHash(keyId: string): KeyedHash | undefined {
    return this.cipher.keyedHash(keyId)?.hmac;
  }
}
