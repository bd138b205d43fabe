import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { Port } from '../../../common/tls/spoken.js';
import { tlsFaultOf } from '../../../common/tls/faults.js';
import { withoutInterimAnswers } from './interim-answers.js';
import { plainPortAt } from './plain-port.js';

const HTTP_PORT = 80;

/** undici's connector, for sockets on which it sees no interim answers and no folded fields. */
export function connectorOf(
  options: buildConnector.BuildOptions & Pick<Port, 'lookup' | 'timeout'>,
): buildConnector.connector {
  const connect = buildConnector(options);
  const { lookup, timeout } = options;
  const own = { ...(lookup && { lookup }), ...(timeout && { timeout }) };
  return (target, callback) => {
    connect(target, (...[error, socket]) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      withoutInterimAnswers(socket);
      endByTlsFault(socket);
      if (target.protocol === 'http:') {
        const at = { ...own, host: target.hostname, port: Number(target.port) || HTTP_PORT };
        plainPortAt(at).follow(socket, at);
      }
      callback(null, socket);
    });
  };
}

/** Where a server refuses a client certificate, undici would only tell that it has closed the connection. */
function endByTlsFault(socket: Socket): void {
  socket.on('error', (error) => {
    if (tlsFaultOf(error) !== undefined) socket.destroy(error);
  });
}
