import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { conflict } from '../http/refusal.js';
import type { World } from '../world.js';
import { deviceTerminal } from './terminal-find.js';
import { walletApplication } from './wallet-caller.js';

const PATH = '/businesses/terminals/:deviceId';

interface DevicePath {
  Params: { deviceId: string };
}

/** Change and delete a terminal (merchants/terminals): it cannot move to another branch, and deletion is final. */
export function terminalRoutes(app: FastifyInstance, world: World): void {
  app.patch<DevicePath>(PATH, (request, reply) => {
    walletApplication(world, request);
    const check = new InputCheck(request.body);
    const isActive = check.flag('isActive');
    const newDeviceId = check.optionalText('newDeviceId');
    const externalTerminalId = check.optionalText('externalTerminalId');
    const terminalType = check.anything('terminalType');
    check.throwIfInvalid();
    const terminal = deviceTerminal(world.state, request.params.deviceId);
    const taken = [...world.state.terminals.values()].some(
      (other) => other !== terminal && other.deviceId === newDeviceId,
    );
    if (taken) throw conflict('The device already has a terminal');
    terminal.isActive = isActive;
    terminal.deviceId = newDeviceId ?? terminal.deviceId;
    terminal.externalTerminalId = externalTerminalId ?? terminal.externalTerminalId;
    terminal.terminalType = terminalType ?? terminal.terminalType;
    return reply.send({ success: true, message: 'Terminal updated', data: terminal });
  });

  app.delete<DevicePath>(PATH, (request, reply) => {
    walletApplication(world, request);
    const { terminalId } = deviceTerminal(world.state, request.params.deviceId);
    world.state.terminals.delete(terminalId);
    return reply.send({ success: true, message: 'Terminal deleted' });
  });
}
