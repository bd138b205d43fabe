import type { CallerKind } from '../../src/auth/caller.js';
import { BILLING, Client, JOSE } from './client.js';
import { mustNotBeLogged } from './logged-secrets.js';

export const ORIGIN = 'http://localhost:8080';
export const OLGA = { username: 'olga@shop.migo.test', password: 'Wallet-Pass-4!' };
export const PEDRO = { email: 'pedro@demo.migo.test', password: 'Demo-Pass-4!' };

/** What a client has no business sending: none of it may arrive anywhere. */
const STRAY_HEADERS = {
  cookie: 'visitor=canary',
  'x-user-token': 'Bearer canary',
  applicationid: 'canary',
  'x-api-key': 'canary',
  'x-forwarded-for': '203.0.113.77',
  'x-forwarded-host': 'canary.example',
  forwarded: 'for=203.0.113.77;host=canary.example',
  referer: 'https://canary.example/',
};

export interface WalkCallers extends Record<CallerKind, Client> {
  /** The cardholder who owns the demo shop. */
  olga: Client;
  /** An operator with none of the permissions that rows of the Wallet Gateway need. */
  pedro: Client;
  /** An operator in a browser. */
  browser: Client;
  /** A service whose token is for something else. */
  narrowService: Client;
}

/** Everybody who calls on a walk along the rows, logged in. */
export async function logInAll(baseUrl: string): Promise<WalkCallers> {
  const stranger = new Client(baseUrl, STRAY_HEADERS);
  const narrow = await stranger.requestToken(BILLING, { scope: 'elsewhere:read' });
  mustNotBeLogged(OLGA.password, PEDRO.password);
  return {
    operator: await stranger.logIn(),
    cardholder: await stranger.logInAsCardholder(JOSE),
    service: await stranger.asService(BILLING),
    public: new Client(baseUrl, { ...STRAY_HEADERS, origin: ORIGIN }),
    olga: await stranger.logInAsCardholder(OLGA),
    pedro: await stranger.logIn(PEDRO),
    browser: await new Client(baseUrl).logInAsBrowser(ORIGIN),
    narrowService: stranger.withToken(String(narrow.body.access_token)),
  };
}
