import type { Upstream } from '../upstream.js';
import type { Merchant } from './merchants.js';

// The private halves are in demo/; they protect nothing.
export const DEMO_MERCHANTS: readonly Merchant[] = [
  {
    slug: 'migoDeveloper',
    publicKey: `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJKoB7zm6njaEZiWmz2LgaDrtjf8/jREaUjoCkHfwog8=
-----END PUBLIC KEY-----
`,
    permissions: ['USER_REGISTRATION', 'FILE_UPLOAD'],
  },
  {
    slug: 'otherTenant',
    publicKey: `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAfkiPGaYUOTIu6txW7n4IInOqaxmmua0qmzfmZdx6V6k=
-----END PUBLIC KEY-----
`,
    permissions: [],
  },
];

/** For the payment-link and alternative-payment routes: 64 hexadecimal characters (introduction/authentication). */
export const DEMO_MERCHANT_TOKEN = '5e1f0c7a9b3d4e6f8a2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f';

/** Whose token is which; `otherTenant` has one too, so that a wrong client can be seen. */
export const MERCHANT_TOKENS: ReadonlyMap<string, string> = new Map([
  [DEMO_MERCHANT_TOKEN, 'migoDeveloper'],
  ['0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b', 'otherTenant'],
]);

/** For `POST /transactions-hook`. */
export const DEMO_BODY_KEYS = {
  publicKey: '11111111-1111-4111-8111-111111111111',
  privateKey: '22222222-2222-4222-8222-222222222222',
};

export interface StaticJwt {
  upstream: Upstream;
  token: string;
  merchant: string;
}

/** How a Middleware or Payments JWT is obtained is not documented: a fixed one is accepted beside those of a login. */
export const STATIC_JWTS: readonly StaticJwt[] = [
  { upstream: 'middleware', token: 'demo-middleware-jwt-0123456789abcdef', merchant: 'migoDeveloper' },
  { upstream: 'payments', token: 'demo-payments-jwt-0123456789abcdef', merchant: 'migoDeveloper' },
];
