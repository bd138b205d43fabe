import { createHash, randomBytes } from 'node:crypto';
import { mustNotBeLogged } from '../../logged-secrets.js';
import { OPERATOR, PARTNER_ID } from '../cms.js';
import { ORIGIN } from '../settings.js';
import { APPLICATION_ID, CLIENT } from './foreign-row.js';
import { BODY_KEYS } from './middleware.js';
import type { RowUpstreams } from './row-upstreams.js';

export const SERVICE = { id: 'facturas', secret: randomBytes(24).toString('base64url') };

const MANY = { requests: 100_000, seconds: 60 };

/** One partner who may do everything that its callers can. */
export function rowSettings(upstreams: RowUpstreams): object {
  mustNotBeLogged(SERVICE.secret, ...upstreams.privateKey.split('\n').slice(1, 2));
  const { staticJwt } = upstreams;
  const jwt = staticJwt === undefined ? { auth: 'login' } : { auth: 'static', jwt: staticJwt };
  return {
    upstreams: {
      wallet: { baseUrl: upstreams.url('wallet') },
      middleware: { baseUrl: upstreams.url('middleware') },
      cms: { baseUrl: upstreams.url('cms') },
      payments: { baseUrl: upstreams.url('payments') },
    },
    // Of one process; what is sent and what arrives does not depend on the store.
    redis: undefined,
    sessions: { keys: [{ id: 'x', secret: randomBytes(32).toString('base64') }] },
    limits: { public: MANY, account: MANY, otp: MANY },
    partners: [
      {
        id: 'coop-xela',
        origins: [ORIGIN],
        cmsPartnerIds: [PARTNER_ID],
        merchant: CLIENT,
        privateKey: upstreams.privateKey,
        applicationId: APPLICATION_ID,
        middleware: { ...jwt, client: CLIENT, merchantToken: upstreams.merchantToken, ...BODY_KEYS },
        payments: jwt,
        operatorScopes: [
          ...['payment-links', 'alternative-payments', 'plans', 'subscriptions', 'charges', 'refunds'].map(
            (area) => `${area}:write`,
          ),
          ...['plans', 'subscriptions', 'charges', 'transactions'].map((area) => `${area}:read`),
        ],
        clients: [
          {
            id: SERVICE.id,
            secretSha256: createHash('sha256').update(SERVICE.secret).digest('hex'),
            scopes: ['*'],
            cmsUser: { email: OPERATOR.email, password: OPERATOR.password },
          },
        ],
      },
    ],
  };
}
