import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';

const FOLDER = join('test', 'support', 'tls');
/** Signed by itself, for `localhost` alone; trusted by whoever is started with it in NODE_EXTRA_CA_CERTS. */
export const CERTIFICATE = join(FOLDER, 'localhost.certificate.pem');

/** TLS in front of a plain HTTP server. */
export class TlsFront {
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(url: string, maxVersion: 'TLSv1.1' | 'TLSv1.3' = 'TLSv1.3'): Promise<TlsFront> {
    const target = Number(new URL(url).port);
    const server = createServer(
      {
        key: readFileSync(join(FOLDER, 'localhost.private.pem')),
        cert: readFileSync(CERTIFICATE),
        maxVersion,
        ...(maxVersion === 'TLSv1.1' && { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }),
      },
      (socket) => {
        const inner = connect(target, '127.0.0.1');
        for (const end of [socket, inner]) end.on('error', () => end.destroy());
        socket.pipe(inner).pipe(socket);
      },
    );
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TlsFront(server, (server.address() as AddressInfo).port);
  }

  close(): void {
    this.server.close();
  }
}
