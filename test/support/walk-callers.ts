import type { CallerKind } from '../../src/common/caller-kinds.js';
import { ANA, BILLING, Client, JOSE } from './client.js';
import { mustNotBeLogged } from './logged-secrets.js';
import type { SimulatorControl } from './simulator-control.js';

const ORIGIN = 'http://localhost:8080';
const OLGA = { username: 'olga@shop.migo.test', password: 'Wallet-Pass-4!' };
const PEDRO = { email: 'pedro@demo.migo.test', password: 'Demo-Pass-4!' };

/** What a client has no business sending: none of it may arrive anywhere. */
const STRAY_HEADERS = {
  cookie: 'visitor=canary',
  'x-user-token': 'Bearer canary',
  applicationid: 'canary',
  'x-application-id': 'canary',
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
  /** The operator in another session, in which no one-time code is ever verified. */
  unverified: Client;
  /** Services whose tokens are for one scope each, by that scope. */
  narrowServices: ReadonlyMap<string, Client>;
}

const NARROW_SCOPES = ['leads:write', 'plans:read'];

/** Everybody who calls on a walk along the rows, logged in. */
export async function logInAll(baseUrl: string): Promise<WalkCallers> {
  const stranger = new Client(baseUrl, STRAY_HEADERS);
  const narrow = NARROW_SCOPES.map(async (scope) => {
    const { body } = await stranger.requestToken(BILLING, { scope });
    return [scope, stranger.withToken(String(body.access_token))] as const;
  });
  mustNotBeLogged(OLGA.password, PEDRO.password);
  return {
    operator: await stranger.logIn(),
    cardholder: await stranger.logInAsCardholder(JOSE),
    service: await stranger.asService(BILLING),
    public: new Client(baseUrl, { ...STRAY_HEADERS, origin: ORIGIN }),
    olga: await stranger.logInAsCardholder(OLGA),
    pedro: await stranger.logIn(PEDRO),
    unverified: await stranger.logIn(),
    browser: await new Client(baseUrl).logInAsBrowser(ORIGIN),
    narrowServices: new Map(await Promise.all(narrow)),
  };
}

/**
 * The operator in a session that is stepped up. Migo takes it as one of Ana's, who is the CMS user of the service too.
 *
 * @throws Error where the code is refused
 */
export async function stepUp(operator: Client, control: SimulatorControl): Promise<Client> {
  const requested = await operator.post('/v1/auth/otp', {});
  if (requested.status !== 200) throw new Error(`no one-time code: ${requested.text}`);
  const verified = await operator.send('PUT', '/v1/auth/otp', { body: { otp: await control.otp(ANA.email) } });
  if (verified.status !== 200) throw new Error(`the one-time code was refused: ${verified.text}`);
  return operator.withToken(String(verified.body.data.sessionToken));
}
