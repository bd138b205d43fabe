import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ForeignUpstreams } from '../foreign-upstreams.js';
import { mustNotBeLogged } from '../logged-secrets.js';
import { PARTNER_ID } from './cms.js';
import { PAYMENTS_PATHS } from './other-apis.js';

export const ORIGIN = 'https://portal.coop-xela.example';
const CLIENT_SECRET = randomBytes(24).toString('base64url');

/** What the settings refer to as `${...}`. */
export const ENVIRONMENT = {
  GATEWAY_PROFILE: 'sandbox',
  XELA_MERCHANT_TOKEN: randomBytes(32).toString('hex'),
  XELA_ROBOT_PASSWORD: 'Robot-Pass-99!',
};
mustNotBeLogged(CLIENT_SECRET, ENVIRONMENT.XELA_MERCHANT_TOKEN, ENVIRONMENT.XELA_ROBOT_PASSWORD);

/** The settings page of the design, filled in for another partner on other hosts. */
export function foreignSettings(upstreams: ForeignUpstreams): object {
  mustNotBeLogged(...upstreams.privateKey.split('\n').slice(1, 2));
  const folder = mkdtempSync(join(tmpdir(), 'foreign-'));
  const secretFile = (name: string, content: string): string => {
    writeFileSync(join(folder, name), `${content}\n`);
    return `\${file:${join(folder, name)}}`;
  };
  const times = { connections: 16, deadlineMs: 6000 };
  return {
    upstreams: {
      wallet: { baseUrl: upstreams.of('wallet').url, ...times },
      middleware: { baseUrl: upstreams.of('middleware').url, ...times },
      cms: { baseUrl: upstreams.of('cms').url, ...times },
      payments: { baseUrl: upstreams.of('payments').url, ...times, paths: PAYMENTS_PATHS },
    },
    sessions: {
      keys: [{ id: 'xela-1', secret: secretFile('session_key', randomBytes(32).toString('base64')) }],
      idleSeconds: 600,
      absoluteSeconds: 7200,
    },
    partners: [
      {
        id: 'coop-xela',
        origins: [ORIGIN],
        cmsPartnerIds: [PARTNER_ID],
        merchant: upstreams.merchant,
        privateKey: secretFile('merchant.pem', upstreams.privateKey),
        signaturePayload: upstreams.signaturePayload,
        applicationId: 'coop-xela-app',
        middleware: {
          auth: 'login',
          client: upstreams.merchant,
          merchantToken: '${XELA_MERCHANT_TOKEN}',
          publicKey: '33333333-3333-4333-8333-333333333333',
          privateKey: '44444444-4444-4444-8444-444444444444',
        },
        payments: { auth: 'login' },
        operatorScopes: ['subscriptions:write', 'transactions:read'],
        clients: [
          {
            id: 'billing',
            secretSha256: createHash('sha256').update(CLIENT_SECRET).digest('hex'),
            scopes: ['subscriptions:write'],
            cmsUser: { email: 'robot@coop-xela.example', password: '${XELA_ROBOT_PASSWORD}' },
          },
        ],
      },
    ],
  };
}
