import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { mustNotBeLogged } from './logged-secrets.js';

interface Forgery {
  header?: object;
  claims?: object;
  /** Signs instead of the key, for algorithms of another family. */
  key?: KeyObject | Uint8Array;
}

/** A signing key of service tokens, of which a test has the private half. */
export class SigningKey {
  private readonly pair = generateKeyPairSync('ed25519');

  constructor(readonly id: string) {
    mustNotBeLogged(...this.privatePem.split('\n').slice(1, 2));
  }

  get privatePem(): string {
    return this.pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  get publicPem(): string {
    return this.pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  get publicJwk(): object {
    return this.pair.publicKey.export({ format: 'jwk' });
  }

  /** The entry of `serviceTokens.keys`. */
  get setting(): object {
    return { id: this.id, privateKey: this.privatePem };
  }

  /** A token that the gateway could have issued, but for what is changed; an undefined claim is left out. */
  async sign({ header, claims, key = this.pair.privateKey }: Forgery = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const payload = {
      iss: 'migo-gateway',
      aud: 'migo-gateway',
      sub: 'demo-billing',
      client_id: 'demo-billing',
      partner: 'demo',
      scope: '*',
      iat: now,
      exp: now + 300,
      jti: 'test',
      ...claims,
    };
    const token = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: this.id, ...header })
      .sign(key);
    mustNotBeLogged(token);
    return token;
  }
}
