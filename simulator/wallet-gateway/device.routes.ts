import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { absent } from '../http/refusal.js';
import { terminalPaymentView } from '../state/terminal-payments.js';
import type { World } from '../world.js';
import { deviceTerminal, requireOperates } from './terminal-find.js';
import { readId, requireUser, walletCaller } from './wallet-caller.js';

const HISTORY_MS = 180 * 86_400_000;

interface TerminalPath {
  Params: { authUserId: string; deviceId: string };
}

interface DevicePath {
  Params: { deviceId: string };
}

/** A user's terminal, under both its names, and a terminal's payments (merchants/terminals, terminal-payments/cancel-transaction). */
export function deviceRoutes(app: FastifyInstance, world: World): void {
  const show = (request: FastifyRequest<TerminalPath>, reply: FastifyReply): FastifyReply => {
    const { authUserId, deviceId } = request.params;
    requireUser(world, walletCaller(world, request), authUserId);
    const terminal = deviceTerminal(world.state, deviceId);
    requireOperates(world.state, terminal, authUserId);
    return reply.send({ success: true, message: 'Terminal found', data: terminal });
  };
  app.get<TerminalPath>('/devices/users/:authUserId/terminals/:deviceId', show);
  app.get<TerminalPath>('/businesses/users/:authUserId/terminals/:deviceId', show);

  app.get<DevicePath>('/devices/:deviceId/transactions', (request, reply) => {
    const caller = walletCaller(world, request);
    const terminal = deviceTerminal(world.state, request.params.deviceId);
    if (caller.user) requireOperates(world.state, terminal, caller.user.userId);
    const since = new Date(world.clock.nowMs() - HISTORY_MS).toISOString();
    const data = [...world.state.terminalPayments.values()]
      .filter(({ terminalId, createdAt }) => terminalId === terminal.terminalId && createdAt >= since)
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
      .map(terminalPaymentView);
    return reply.send({ success: true, message: 'Transactions found', data });
  });

  app.get<DevicePath>('/devices/:deviceId/transactions/:transactionId', (request, reply) => {
    const caller = walletCaller(world, request);
    const terminal = deviceTerminal(world.state, request.params.deviceId);
    if (caller.user) requireOperates(world.state, terminal, caller.user.userId);
    const payment = world.state.terminalPayments.get(readId(request.params, 'transactionId'));
    if (payment?.terminalId !== terminal.terminalId) throw absent('Transaction not found');
    return reply.send({ success: true, message: 'Transaction found', data: terminalPaymentView(payment) });
  });
}
