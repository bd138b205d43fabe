import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Socket } from 'node:net';
import { Server as TlsServer, type SecureContextOptions, TLSSocket } from 'node:tls';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import type { TlsServerSettings } from '../config/sections/tls.settings.js';
import { AdminAccess, type AdminRefusal } from './admin.access.js';
import { AuditLog, auditContextOf } from './audit.log.js';
import { Metrics } from './metrics.js';
import { ReadinessChecks } from './readiness.js';
import { listening } from '../common/process/listening.js';
import { requestIdOf } from '../common/request-id.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller of a page of `/ops`: the id of an admin token, or `local`. */
    admin: string;
  }
}

const REFUSALS: Readonly<Record<AdminRefusal, { status: number; message: string }>> = {
  host: { status: 403, message: 'call /ops by an address, as localhost, or by a name of admin.hosts' },
  token: { status: 401, message: 'send a token of admin.tokens as bearer, or a certificate of admin.tls.clientCa' },
};

/** As ids of tokens, with spaces. */
const CERTIFIED_NAME = /^[A-Za-z0-9._@ -]{1,64}$/;

/** The admin port: for probes, Prometheus and operators, never reachable from outside the cluster. */
@Injectable()
export class AdminServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly server: FastifyInstance;
  private readonly sockets = new Set<Socket>();
  private isEnding = false;

  constructor(
    private readonly settings: Settings,
    readiness: ReadinessChecks,
    metrics: Metrics,
    private readonly audit: AuditLog,
  ) {
    this.server = serverOf(settings);
    this.server.server.on('connection', (socket: Socket) => {
      if (this.isEnding) socket.destroy();
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    const access = new AdminAccess(settings.admin);
    this.server.decorateRequest('admin', '');
    this.server.decorateRequest('clientAddress', {
      getter() {
        return this.ip;
      },
    });
    // By the route that was found, not by the path as it was written.
    this.server.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.url?.startsWith('/ops/') !== true) return;
      const admin = access.of(request.headers, certifiedName(request));
      if ('id' in admin) request.admin = admin.id;
      else await this.refuse(request, reply, admin.refused);
    });
    this.server.get('/livez', () => ({ status: 'ok' }));
    this.server.get('/readyz', async (_request, reply) => {
      const { ready, ...found } = await readiness.run();
      return reply.status(ready ? 200 : 503).send({ status: ready ? 'ok' : 'failed', ...found });
    });
    this.server.get('/metrics', async (_request, reply) =>
      reply.type(metrics.contentType).send(await metrics.render()),
    );
  }

  /** Other folders add their own pages, e.g. `/ops/routes`. Call it before the application starts. */
  page(path: `/ops/${string}`, read: (request: FastifyRequest) => unknown): void {
    this.server.get(path, read);
  }

  /** What `DELETE` of a page does. */
  removal(path: `/ops/${string}`, remove: (request: FastifyRequest) => unknown): void {
    this.server.delete(path, remove);
  }

  private async refuse(request: FastifyRequest, reply: FastifyReply, refused: AdminRefusal): Promise<void> {
    this.audit.write('admin_refused', { ...auditContextOf(request), reason: refused });
    const { status, message } = REFUSALS[refused];
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    await reply.status(status).send({ statusCode: status, message });
  }

  /** New connections get the certificates that the settings have now. */
  renewCertificates(): void {
    const { server } = this.server;
    const { tls } = this.settings.admin;
    if (server instanceof TlsServer && tls !== undefined) server.setSecureContext(secureContextOf(tls));
  }

  /** Once it listens, e.g. `http://127.0.0.1:9090`. */
  get address(): string {
    return this.server.listeningOrigin;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { host, port } = this.settings.admin;
    await listening('admin', this.server.listen({ host, port }));
  }

  /** Who holds a connection, with or without a request or a handshake, must not hold up the end of the process. */
  async onApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    for (const socket of this.sockets) socket.destroy();
    await this.server.close();
  }
}

/** A probe has no certificate: what `/ops` asks for is asked of nobody else. */
function serverOf({ admin: { tls } }: Settings): FastifyInstance {
  const options = { logger: false, genReqId: requestIdOf };
  if (tls === undefined) return fastify(options);
  const https = { ...secureContextOf(tls), requestCert: tls.clientCa !== undefined, rejectUnauthorized: false };
  return fastify({ ...options, https });
}

function secureContextOf({ cert, key, clientCa }: TlsServerSettings): SecureContextOptions {
  return { cert, key, ...(clientCa !== undefined && { ca: clientCa }) };
}

/** The common name of a certificate that was verified; without one there is nobody to be named in the audit log. */
function certifiedName({ raw: { socket } }: FastifyRequest): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { CN } = socket.getPeerCertificate().subject;
  return typeof CN === 'string' && CERTIFIED_NAME.test(CN) ? CN : undefined;
}
