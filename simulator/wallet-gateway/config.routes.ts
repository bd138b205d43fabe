import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InputCheck, isRecord } from '../http/input-check.js';
import { absent } from '../http/refusal.js';
import type { WalletConfig } from '../state/wallet-configs.js';
import type { World } from '../world.js';
import { walletApplication } from './wallet-caller.js';

/** `GET` and `PATCH /configs`: the only routes with an `applicationId` header (introduction/environments). */
export function configRoutes(app: FastifyInstance, world: World): void {
  app.get('/configs', (request, reply) =>
    reply.send({ success: true, message: 'Configuration found', data: findConfig(world, request) }),
  );

  app.patch('/configs', (request, reply) => {
    const config = findConfig(world, request);
    const check = new InputCheck({ body: request.body });
    check.record('body');
    check.throwIfInvalid();
    if (isRecord(request.body)) Object.assign(config, request.body, { applicationId: config['applicationId'] });
    return reply.send({ success: true, message: 'Configuration updated', data: config });
  });
}

function findConfig(world: World, request: FastifyRequest): WalletConfig {
  walletApplication(world, request);
  const check = new InputCheck({ applicationId: request.headers['applicationid'] });
  const applicationId = check.text('applicationId');
  check.throwIfInvalid();
  const config = world.state.walletConfigs.get(applicationId);
  if (!config) throw absent('Configuration not found');
  return config;
}
