import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { BILLING, Client } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';

const LIST = '/v1/partners/partner-demo/cardholders?limit=1';
const WRONG = 'not-the-secret-canary';
/** The gateway of a test has no certificate. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated so that it is seen
const INSECURE = { [oauth.allowInsecureRequests]: true };

describe('an OAuth library that is told an address, an id and a secret', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess;
  let issuer: URL;

  beforeAll(async () => {
    mustNotBeLogged(BILLING.secret, WRONG);
    simulator = await startSimulator();
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
    issuer = new URL(gateway.url);
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  async function calls(accessToken: string): Promise<number> {
    mustNotBeLogged(accessToken);
    return (await new Client(gateway.url).withToken(accessToken).get(LIST)).status;
  }

  describe('oauth4webapi', () => {
    const discover = async (): Promise<oauth.AuthorizationServer> =>
      oauth.processDiscoveryResponse(
        issuer,
        await oauth.discoveryRequest(issuer, { ...INSECURE, algorithm: 'oauth2' }),
      );
    const request = async (authentication: oauth.ClientAuth, scope?: string): Promise<oauth.TokenEndpointResponse> => {
      const server = await discover();
      const client = { client_id: BILLING.id };
      const form = new URLSearchParams(scope === undefined ? {} : { scope });
      const answer = await oauth.clientCredentialsGrantRequest(server, client, authentication, form, INSECURE);
      return oauth.processClientCredentialsResponse(server, client, answer);
    };

    it.each([
      ['in HTTP Basic authentication', oauth.ClientSecretBasic],
      ['in the form', oauth.ClientSecretPost],
    ])('gets a token that the gateway takes, with the secret %s', async (_where, authenticationOf) => {
      const {
        access_token: token,
        token_type: type,
        expires_in: seconds,
      } = await request(authenticationOf(BILLING.secret));

      expect({ type, seconds }).toEqual({ type: 'bearer', seconds: 300 });
      expect(await calls(token)).toBe(200);
    });

    it('understands why it gets none', async () => {
      const scope = await request(oauth.ClientSecretPost(BILLING.secret), 'cards:fly').catch((error: unknown) => error);
      expect(scope).toBeInstanceOf(oauth.ResponseBodyError);
      expect(scope).toMatchObject({ status: 400, error: 'invalid_scope', error_description: expect.any(String) });
      const secret = await request(oauth.ClientSecretPost(WRONG)).catch((error: unknown) => error);
      expect(secret).toMatchObject({ code: expect.any(String), status: 401 });
    });
  });

  describe('openid-client', () => {
    const discover = (secret: string): Promise<openid.Configuration> =>
      openid.discovery(issuer, BILLING.id, secret, undefined, {
        algorithm: 'oauth2',
        // The one way to say that there is no TLS here.
        // eslint-disable-next-line @typescript-eslint/no-deprecated
        execute: [openid.allowInsecureRequests],
      });

    it('gets a token that the gateway takes, with the scopes that it asked for', async () => {
      const config = await discover(BILLING.secret);
      expect(config.serverMetadata()).toMatchObject({
        issuer: gateway.url,
        scopes_supported: expect.arrayContaining(['cards:funds']),
      });
      const { access_token: token, scope } = await openid.clientCredentialsGrant(config, { scope: 'cardholders:read' });

      expect(scope).toBe('cardholders:read');
      expect(await calls(token)).toBe(200);
    });

    it('understands why it gets none', async () => {
      const refused = openid.clientCredentialsGrant(await discover(WRONG));
      await expect(refused).rejects.toMatchObject({ status: 401 });
      const scope = openid.clientCredentialsGrant(await discover(BILLING.secret), { scope: 'nothing' });
      await expect(scope).rejects.toMatchObject({ error: 'invalid_scope' });
    });
  });

  it('finds the public address of the settings, where they have one', async () => {
    const config = { upstreams: upstreamsOf(simulator), publicUrl: 'https://gateway.example/' };
    const behindProxy = await GatewayProcess.start({ config });
    const { body } = await new Client(behindProxy.url).get('/.well-known/oauth-authorization-server');
    await behindProxy.stop();

    expect(body).toMatchObject({
      issuer: 'https://gateway.example',
      token_endpoint: 'https://gateway.example/v1/auth/token',
      jwks_uri: 'https://gateway.example/.well-known/jwks.json',
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
  });
});
