import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Decimal } from '../http/decimal.js';
import { InputCheck } from '../http/input-check.js';
import { businessRefusal } from '../http/business-codes.js';
import { absent, conflict } from '../http/refusal.js';
import { asRefusal } from '../http/server.js';
import type { Terminal } from '../state/shops.js';
import type { State } from '../state/state.js';
import { terminalPaymentView, type TerminalPayment } from '../state/terminal-payments.js';
import type { World } from '../world.js';
import { requireOperates } from './terminal-find.js';
import { walletCaller } from './wallet-caller.js';

/** Names of support/error-catalog, which only this operation puts on the wire. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['7000', 'CHECK_PARAMETERS'],
  ['7001', 'GREATER_THAN_ZERO'],
  ['7002', 'INVALID_FORMAT_AMOUNT'],
  ['7006', 'EXTERNAL_ID_ALREADY_EXISTS'],
  ['7013', 'TERMINAL_PROCESSOR_NOT_FOUND'],
  ['7014', 'TERMINAL_PROCESSOR_EMPTY'],
]);

/** `POST /terminal-payment` (the path is assumed), with an envelope of its own for errors too (terminal-payments/process-payment). */
export function terminalPaymentRoutes(app: FastifyInstance, world: World): void {
  app.post(
    '/terminal-payment',
    {
      errorHandler: (error, _request, reply) => {
        const { status, message, entries } = asRefusal(error);
        const code = entries[0]?.code;
        const told = code === undefined ? {} : { error: { code, name: NAMES.get(code) ?? code } };
        void reply.code(status).send({ statusCode: status, message, ...told });
      },
    },
    (request, reply) => {
      const caller = walletCaller(world, request);
      const check = new InputCheck(request.body);
      const subtotal = check.positiveAmount('subtotal');
      const operationId = check.optionalText('operationId') ?? randomUUID();
      const additionalData = check.optionalRecord('additionalData') ?? null;
      const terminal = readTerminal(world.state, check);
      if (caller.user) requireOperates(world.state, terminal, caller.user.userId);
      if (!terminal.isActive) throw conflict('The terminal is not active');
      if (terminal.processor === null) throw businessRefusal('7014', 'The terminal has no processor');
      const { terminalPayments } = world.state;
      const used = [...terminalPayments.values()].some((payment) => payment.operationId === operationId);
      if (used) throw businessRefusal('7006', 'The operationId already exists');

      const now = world.clock.isoNow();
      const payment: TerminalPayment = {
        id: Math.max(0, ...terminalPayments.keys()) + 1,
        terminalId: terminal.terminalId,
        operationId,
        externalId: '',
        subtotal,
        totalAmount: new Decimal('0'),
        status: 'created',
        currency: terminal.currency,
        additionalData,
        createdAt: now,
        updatedAt: now,
      };
      terminalPayments.set(payment.id, payment);
      const data = terminalPaymentView(payment);
      return reply.send({ success: true, status: 200, message: 'Terminal payment created', data });
    },
  );
}

// At least one of the three names it; all that are given must name the same.
function readTerminal(state: State, check: InputCheck): Terminal {
  const wanted = {
    externalTerminalId: check.optionalText('externalTerminalId'),
    terminalId: check.optionalNumber('terminalId'),
    deviceId: check.optionalText('deviceId'),
  };
  if (Object.values(wanted).every((value) => value === undefined)) {
    check.fail('externalTerminalId', ', terminalId or deviceId is required');
  }
  check.throwIfInvalid();
  const terminal = [...state.terminals.values()].find(
    (candidate) =>
      (wanted.externalTerminalId ?? candidate.externalTerminalId) === candidate.externalTerminalId &&
      (wanted.terminalId ?? candidate.terminalId) === candidate.terminalId &&
      (wanted.deviceId ?? candidate.deviceId) === candidate.deviceId,
  );
  if (!terminal) throw absent('Terminal not found');
  return terminal;
}
