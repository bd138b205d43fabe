import { generateKeyPairSync, verify } from 'node:crypto';
import { signedLogin } from '../../src/clients/migo/application-login.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const NOW = 1_793_620_800_999;

function partner(signaturePayload: string, merchant = 'migoDeveloper'): Parameters<typeof signedLogin>[0] {
  return { merchant, privateKey: PEM, signaturePayload };
}

function signs({ signature }: { signature: string }, payload: string): boolean {
  return verify(null, Buffer.from(payload, 'utf8'), publicKey, Buffer.from(signature, 'base64'));
}

describe('a signed application login', () => {
  it('names the merchant and carries an Ed25519 signature in base64 that the public key verifies', () => {
    const login = signedLogin(partner('{merchant}'), NOW);
    expect(Object.keys(login).sort()).toEqual(['merchant', 'signature']);
    expect(login.merchant).toBe('migoDeveloper');
    expect(login.signature).toMatch(/^[A-Za-z0-9+/]{86}==$/);
    expect(signs(login, 'migoDeveloper')).toBe(true);
    expect(signs(login, 'migoDeveloper2')).toBe(false);
  });

  it('sends the time in whole seconds where it signs it', () => {
    const login = signedLogin(partner('{merchant}:{timestamp}'), NOW);
    expect(login['timestamp']).toBe('1793620800');
    expect(signs(login, 'migoDeveloper:1793620800')).toBe(true);
  });

  it('signs another time with another signature', () => {
    const [first, second] = [NOW, NOW + 1000].map((now) => signedLogin(partner('{timestamp}'), now));
    expect(first?.signature).not.toBe(second?.signature);
  });

  it('fills in every placeholder, as often as it stands there, and nothing else', () => {
    const login = signedLogin(partner('{merchant}|{timestamp}|{merchant}|{other}|é'), NOW);
    expect(signs(login, 'migoDeveloper|1793620800|migoDeveloper|{other}|é')).toBe(true);
  });

  it('signs a payload without placeholders as it is', () => {
    expect(signs(signedLogin(partner('fixed text'), NOW), 'fixed text')).toBe(true);
  });

  it.each(['a$&b', 'a$$b', "a$'b", 'a$1b'])('signs the merchant %s letter by letter', (merchant) => {
    const login = signedLogin(partner('{merchant}', merchant), NOW);
    expect(login.merchant).toBe(merchant);
    expect(signs(login, merchant)).toBe(true);
  });

  it('holds nothing of the private key', () => {
    const login = JSON.stringify(signedLogin(partner('{merchant}'), NOW));
    const secret = privateKey.export({ format: 'jwk' }).d ?? '';
    expect(secret.length).toBeGreaterThan(40);
    expect(login).not.toContain(secret);
    expect(login).not.toContain('PRIVATE KEY');
  });
});
