import type { FastifyInstance } from 'fastify';
import { cmsApi } from './cms/cms.api.js';
import { createControlServer } from './control/control.api.js';
import { createApiServer } from './http/api-server.js';
import { middlewareApi } from './middleware/middleware.api.js';
import { paymentsApi } from './payments-api/payments.api.js';
import { BASE_PATHS } from './upstream.js';
import { walletApi } from './wallet-gateway/wallet.api.js';
import { World } from './world.js';

export interface SimulatorPorts {
  wallet: number;
  middleware: number;
  cms: number;
  payments: number;
  control: number;
}

export interface SimulatorOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Any free port where none is given, or 0. */
  ports?: Partial<SimulatorPorts>;
}

export interface Simulator {
  /** With each API's base path, as a client's configuration has it. */
  urls: Readonly<Record<keyof SimulatorPorts, string>>;
  close(): Promise<void>;
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1';
  const { ports = {} } = options;
  const world = new World();
  const servers = {
    wallet: createApiServer(walletApi, world),
    middleware: createApiServer(middlewareApi, world),
    cms: createApiServer(cmsApi, world),
    payments: createApiServer(paymentsApi, world),
    control: createControlServer(world),
  };
  const close = async (): Promise<void> => {
    world.work.clear();
    await Promise.all(Object.values(servers).map((server) => server.close()));
  };
  try {
    const listening = (name: keyof SimulatorPorts): Promise<string> => listen(servers[name], host, ports[name] ?? 0);
    const [wallet, middleware, cms, payments, control] = await Promise.all([
      listening('wallet'),
      listening('middleware'),
      listening('cms'),
      listening('payments'),
      listening('control'),
    ]);
    return {
      urls: {
        wallet: wallet + BASE_PATHS.wallet,
        middleware: middleware + BASE_PATHS.middleware,
        cms: cms + BASE_PATHS.cms,
        payments: payments + BASE_PATHS.payments,
        control,
      },
      close,
    };
  } catch (error) {
    // One port taken must not leave the other four open.
    await close();
    throw error;
  }
}

async function listen(server: FastifyInstance, host: string, port: number): Promise<string> {
  await server.listen({ host, port });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  // "All interfaces" is not an address that a client can call.
  const reachable = name === '0.0.0.0' || name === '[::]' ? '127.0.0.1' : name;
  return `http://${reachable}:${address.port}`;
}
