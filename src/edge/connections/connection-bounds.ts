import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { ServerSettings } from '../../config/sections/server.settings.js';
import { addressKey } from '../../limits/limit-keys.js';

interface Watch {
  /** Whether the other end of a connection is a trusted proxy, behind which there are many clients. */
  isProxy: (address: string) => boolean;
  /** Called for each connection that is closed as one too many. */
  onRefused: (bound: 'connections' | 'addressConnections') => void;
}

/** Closes connections beyond the bounds at once: an answer to what was not read yet would cost what they are there to spare. */
export function boundConnections(
  server: Server,
  { connections: { max, perAddress } }: Pick<ServerSettings, 'connections'>,
  { isProxy, onRefused }: Watch,
): void {
  const open = new Map<string, number>();
  server.maxConnections = max;
  server.on('drop', () => {
    onRefused('connections');
  });
  server.prependListener('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (isProxy(address)) return;
    const key = addressKey(address);
    const count = (open.get(key) ?? 0) + 1;
    if (count > perAddress) {
      socket.destroy();
      onRefused('addressConnections');
      return;
    }
    open.set(key, count);
    socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    });
  });
}
