import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { Metrics } from './metrics.js';
import { ReadinessChecks } from './readiness.js';
import { requestIdOf } from '../common/request-id.js';

/** The admin port: for probes, Prometheus and operators, never reachable from outside the cluster. */
@Injectable()
export class AdminServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly server: FastifyInstance = fastify({ logger: false, genReqId: requestIdOf });

  constructor(
    private readonly settings: Settings,
    readiness: ReadinessChecks,
    metrics: Metrics,
  ) {
    this.server.get('/livez', () => ({ status: 'ok' }));
    this.server.get('/readyz', async (_request, reply) => {
      const { ready, checks } = await readiness.run();
      return reply.status(ready ? 200 : 503).send({ status: ready ? 'ok' : 'failed', checks });
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

  /** Once it listens, e.g. `http://127.0.0.1:9090`. */
  get address(): string {
    return this.server.listeningOrigin;
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.server.listen(this.settings.admin);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server.close();
  }
}
