import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mustNotBeLogged } from '../../logged-secrets.js';
import { type Application, loginOperations } from '../application-login.js';
import { OPERATOR } from '../cms.js';
import {
  type Answer,
  type ForeignCall,
  ForeignServer,
  type Operations,
  Refused,
  textField,
} from '../foreign-server.js';
import { type Issued, OpaqueTokens } from '../opaque-tokens.js';
import { CMS_ROWS } from './cms.js';
import { CARDHOLDER_ID, CLIENT, type ForeignRow } from './foreign-row.js';
import { Judge, type Version } from './judge.js';
import { MIDDLEWARE_ROWS } from './middleware.js';
import { PAYMENTS_ROWS } from './payments.js';
import { WALLET_ROWS } from './wallet.js';

export type Api = 'wallet' | 'middleware' | 'cms' | 'payments';

export const CARDHOLDER = { username: 'rosa@xela.example', password: 'Clave-Xela-0!' };
export const OTP = '492817';

export const ROWS: Readonly<Record<Api, readonly ForeignRow[]>> = {
  wallet: WALLET_ROWS,
  middleware: MIDDLEWARE_ROWS,
  cms: CMS_ROWS,
  payments: PAYMENTS_ROWS,
};

/** Operations that take the place of those of the rows. */
export type MoreOperations = (api: Api, tokens: OpaqueTokens) => Operations;

const BASE_PATHS: Readonly<Record<Api, string>> = {
  wallet: '/x/rest',
  middleware: '',
  cms: '/back/office',
  payments: '/v9',
};

/**
 * Four upstreams that have every operation of Migo's, by its pages alone. Of the two versions the first is that of the pages'
 * samples; the second has everything the other way where they contradict each other or are silent.
 */
export class RowUpstreams {
  /** Ed25519, PKCS#8 PEM. */
  readonly privateKey: string;
  readonly merchantToken = randomBytes(32).toString('hex');
  /** Where the Middleware and the Payments API do not log in. */
  readonly staticJwt: string | undefined;
  readonly judge: Judge;
  private readonly servers = {} as Record<Api, ForeignServer>;
  private readonly urls = {} as Record<Api, string>;

  private constructor(
    private readonly version: Version,
    more: MoreOperations = () => ({}),
  ) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.privateKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    this.judge = new Judge(version);
    this.staticJwt = version === 0 ? undefined : `jwt.xela.${randomBytes(16).toString('hex')}`;
    const application: Application = { merchant: CLIENT, publicKey, signed: CLIENT };
    mustNotBeLogged(this.merchantToken, CARDHOLDER.password, ...(this.staticJwt === undefined ? [] : [this.staticJwt]));
    for (const api of ['wallet', 'middleware', 'cms', 'payments'] as const) {
      const tokens = new OpaqueTokens();
      const { merchantToken, staticJwt } = this;
      const proof = { tokens, merchantToken, ...(staticJwt !== undefined && { staticJwt }) };
      const operations = {
        ...this.logins(api, application, tokens),
        ...healthOf(api, version),
        ...this.judge.operationsOf(ROWS[api], proof),
        ...more(api, tokens),
      };
      this.servers[api] = new ForeignServer({ host: '127.0.0.1', basePath: BASE_PATHS[api], operations });
    }
  }

  static async start(version: Version, more?: MoreOperations): Promise<RowUpstreams> {
    const upstreams = new RowUpstreams(version, more);
    for (const [api, server] of Object.entries(upstreams.servers)) upstreams.urls[api as Api] = await server.start();
    return upstreams;
  }

  url(api: Api): string {
    return this.urls[api];
  }

  /** What has arrived since `forget`, without logins and the permissions that the gateway looks up for itself. */
  calls(api: Api): readonly ForeignCall[] {
    return this.servers[api].received.filter(
      ({ path }) => !/\/auth\/(login|refresh)$|\/users\/(login|refresh)$/.test(path),
    );
  }

  forget(): void {
    for (const server of Object.values(this.servers)) server.received.length = 0;
    this.judge.violations.length = 0;
    this.judge.refusal = undefined;
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.servers).map((server) => server.close()));
  }

  private logins(api: Api, application: Application, tokens: OpaqueTokens): Operations {
    const shape = (issued: Issued, extra: object = {}): unknown => tokenAnswer(this.version, issued, extra);
    const prefix = api === 'cms' ? '/app' : '';
    return {
      ...loginOperations({
        application,
        tokens,
        paths: { login: `${prefix}/auth/login`, refresh: `${prefix}/auth/refresh` },
        shape,
        signature: api === 'cms' ? 'optional' : 'required',
      }),
      ...(api === 'wallet' && walletUser(tokens, shape)),
      ...(api === 'cms' && cmsUser(tokens, shape, this.version)),
    };
  }
}

/** Without a token (common contract, section 4); C10. The Payments API's paths are assumed. */
function healthOf(api: Api, version: Version): Operations {
  const answer: Operations[string] = ({ headers }) => {
    if (headers.authorization !== undefined) throw new Refused(400, '7000', 'health is asked for without a token');
    return ok(version === 0 ? { statusCode: 200, message: 'ok', data: {} } : { status: 'ok' });
  };
  if (api === 'wallet') return { 'GET /health': answer };
  return api === 'payments' ? { 'GET /health/live': answer, 'GET /health/ready': answer } : {};
}

type Shape = (issued: Issued, extra?: object) => unknown;

/** Inside `data` with expiries, or at the top without; C2. */
function tokenAnswer(
  version: Version,
  { accessToken, refreshToken, accessEnds, refreshEnds }: Issued,
  extra: object,
): unknown {
  const tokens = { ...extra, accessToken, refreshToken };
  if (version === 1) return { statusCode: 200, message: 'ok', ...tokens };
  return { success: true, data: { ...tokens, expirationToken: accessEnds, expirationRefreshToken: refreshEnds } };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** Paths are assumed. */
function walletUser(tokens: OpaqueTokens, shape: Shape): Operations {
  return {
    'POST /users/auth/login': (_call, body) => {
      const { username, password } = CARDHOLDER;
      const right = textField(body, 'username') === username && textField(body, 'password') === password;
      if (!right) throw new Refused(401, 'WRONG', 'no such user');
      return ok(shape(tokens.issue('user', CARDHOLDER_ID), { userId: CARDHOLDER_ID }));
    },
    'POST /users/auth/refresh': (_call, body) => ok(shape(tokens.refresh('user', textField(body, 'refreshToken')))),
  };
}

function cmsUser(tokens: OpaqueTokens, shape: Shape, version: Version): Operations {
  const profile = { id: OPERATOR.id, email: OPERATOR.email, name: 'Marta Ixcot' };
  return {
    'POST /app/users/login': ({ headers }, body) => {
      tokens.subjectOf('application', headers.authorization);
      const right = textField(body, 'email') === OPERATOR.email && textField(body, 'password') === OPERATOR.password;
      if (!right) throw new Refused(401, 'WRONG', 'no such user');
      return ok(shape(tokens.issue('user', String(OPERATOR.id)), profile));
    },
    'POST /app/users/refresh': (_call, body) => ok(shape(tokens.refresh('user', textField(body, 'refreshToken')))),
    'POST /app/users/auth/otp': (_call, body) => {
      textField(body, 'purpose');
      if (textField(body, 'email') !== OPERATOR.email) throw new Refused(404, '7100', 'no such user');
      return version === 0 ? ok({ success: true, message: 'sent' }) : { status: 201, body: { statusCode: 201 } };
    },
    // A verification may answer with a token that takes the place of the operator's.
    'PUT /app/users/auth/otp': ({ headers }, body) => {
      tokens.subjectOf('application', headers.authorization);
      tokens.subjectOf('user', headers['x-user-token']);
      if (textField(body, 'otp') !== OTP) throw new Refused(400, '7000', 'otp is wrong');
      textField(body, 'purpose');
      const elevated = tokens.issue('user', String(OPERATOR.id)).accessToken;
      return ok({ success: true, data: version === 0 ? {} : { accessToken: elevated } });
    },
  };
}
