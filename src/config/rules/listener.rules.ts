import { isIP } from 'node:net';
import type { WrongSetting } from '../settings.error.js';
import type { Settings } from '../settings.js';

/** Two listeners cannot share a port of one address. */
export function listenersApart({ server, admin }: Pick<Settings, 'server' | 'admin'>): WrongSetting[] {
  const isShared = server.port === admin.port && server.port !== 0;
  return isShared && meet(server.host, admin.host)
    ? [{ path: 'admin.port', message: 'is the port of server, too: set ADMIN_PORT, or admin.port' }]
    : [];
}

function meet(one: string, other: string): boolean {
  return one === other || covers(one, other) || covers(other, one);
}

/** Whether `host` is one of all addresses. Those of IPv6 (`::`) take those of IPv4 with them. */
function covers(all: string, host: string): boolean {
  return all === '::' || (all === '0.0.0.0' && (isIP(host) === 4 || host === 'localhost'));
}
