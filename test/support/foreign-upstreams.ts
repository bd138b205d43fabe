import { generateKeyPairSync } from 'node:crypto';
import type { Application } from './foreign/application-login.js';
import { cmsOperations } from './foreign/cms.js';
import { type ForeignCall, ForeignServer, type Operations } from './foreign/foreign-server.js';
import { OpaqueTokens } from './foreign/opaque-tokens.js';
import { middlewareOperations, paymentsOperations, walletOperations } from './foreign/other-apis.js';

export type ForeignName = 'wallet' | 'middleware' | 'cms' | 'payments';

interface ForeignUpstream {
  /** With the base path, as the settings have it. */
  url: string;
  server: ForeignServer;
  tokens: OpaqueTokens;
}

const MERCHANT = 'coopXela';

/** Where each stands; no two alike, and none like Migo's. */
const PLACES: Readonly<Record<ForeignName, { host: string; basePath: string; operations: OperationsOf }>> = {
  wallet: { host: '127.0.0.1', basePath: '/x/rest', operations: walletOperations },
  middleware: { host: 'localhost', basePath: '', operations: middlewareOperations },
  cms: { host: 'localhost', basePath: '/backoffice', operations: cmsOperations },
  payments: { host: '127.0.0.1', basePath: '/pay/v3', operations: paymentsOperations },
};

type OperationsOf = (application: Application, tokens: OpaqueTokens) => Operations;

/**
 * Four upstreams built from what is known of Migo and assumed where it is silent, by nobody who knows the simulator: what
 * they leave open they do differently. A gateway that works with both was not fitted to one of them.
 */
export class ForeignUpstreams {
  readonly merchant = MERCHANT;
  /** The setting `signaturePayload` that fits. */
  readonly signaturePayload = 'login:{merchant}';

  private constructor(
    /** Ed25519, PKCS#8 PEM, made at this start. */
    readonly privateKey: string,
    private readonly upstreams: Readonly<Record<ForeignName, ForeignUpstream>>,
  ) {}

  static async start(): Promise<ForeignUpstreams> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const application: Application = { merchant: MERCHANT, publicKey, signed: `login:${MERCHANT}` };
    const begin = async (name: ForeignName): Promise<ForeignUpstream> => {
      const { host, basePath, operations } = PLACES[name];
      const tokens = new OpaqueTokens();
      const server = new ForeignServer({ host, basePath, operations: operations(application, tokens) });
      return { url: await server.start(), server, tokens };
    };
    return new ForeignUpstreams(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), {
      wallet: await begin('wallet'),
      middleware: await begin('middleware'),
      cms: await begin('cms'),
      payments: await begin('payments'),
    });
  }

  of(name: ForeignName): ForeignUpstream {
    return this.upstreams[name];
  }

  /** What an upstream got since `forgetCalls`, logins and refreshes included. */
  calls(name: ForeignName): readonly ForeignCall[] {
    return this.upstreams[name].server.received;
  }

  forgetCalls(): void {
    for (const { server } of Object.values(this.upstreams)) server.received.length = 0;
  }

  get allCalls(): readonly ForeignCall[] {
    return Object.values(this.upstreams).flatMap(({ server }) => server.received);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.upstreams).map(({ server }) => server.close()));
  }
}
