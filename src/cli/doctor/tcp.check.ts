import { connect } from 'node:net';
import { codeOf } from '../../common/error-code.js';
import { failed, type Finding, ok } from './finding.js';
import { hostOf, type Place, portOf } from './place.js';

export async function checkTcp({ url, setting, connectMs, profile }: Place): Promise<Finding> {
  const port = portOf(url);
  const code = await connectTo({ host: hostOf(url), port, ms: connectMs });
  if (code === undefined) return ok(`port ${port} is open`);
  const simulator = profile === 'simulator' ? 'start the simulator (npm run simulator, or npm start), or ' : '';
  if (code === 'ECONNREFUSED')
    return failed(`nothing listens on port ${port} (${code})`, `${simulator}correct the port in ${setting}`);
  return failed(
    `port ${port} cannot be reached (${code})`,
    `${simulator}check ${setting}, firewalls, and with Migo whether this machine's address is allowed`,
  );
}

/** @returns the code of the failure, or undefined where the connection was made */
function connectTo({ host, port, ms }: { host: string; port: number; ms: number }): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ms });
    const end = (code?: string): void => {
      socket.destroy();
      resolve(code);
    };
    socket.once('connect', () => {
      end();
    });
    socket.once('timeout', () => {
      end('timeout');
    });
    socket.once('error', (error) => {
      end(codeOf(error) ?? 'failed');
    });
  });
}
