import { createPrivateKey, createPublicKey } from 'node:crypto';
import { loadSettings } from '../../src/config/settings.loader.js';
import { loginOperations } from './foreign/application-login.js';
import { ForeignServer, type Operations } from './foreign/foreign-server.js';
import { type Issued, OpaqueTokens } from './foreign/opaque-tokens.js';

export interface ContractUpstream {
  server: ForeignServer;
  url: string;
}

/** A Wallet Gateway or Middleware that has operations of the named-only domains, and the application login of the demo partner. */
export async function startContractUpstream(operations: Operations): Promise<ContractUpstream> {
  const [partner] = loadSettings({ env: {}, directory: 'config' }).partners;
  if (partner === undefined) throw new Error('no demo partner');
  const { merchant, privateKey = '' } = partner;
  const application = { merchant, publicKey: createPublicKey(createPrivateKey(privateKey)), signed: merchant };
  const shape = ({ accessToken, refreshToken, accessEnds }: Issued): unknown => ({
    success: true,
    data: { accessToken, refreshToken, expirationToken: accessEnds },
  });
  const paths = { login: '/auth/login', refresh: '/auth/refresh' };
  const login = loginOperations({ application, tokens: new OpaqueTokens(), paths, shape, signature: 'required' });
  const server = new ForeignServer({ host: '127.0.0.1', basePath: '/rest', operations: { ...login, ...operations } });
  return { server, url: await server.start() };
}
