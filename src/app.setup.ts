import cors from '@fastify/cors';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { CSRF_HEADER } from './auth/callers/csrf.guard.js';
import { Partners } from './auth/callers/partners.js';
import type { Settings } from './config/settings.js';
import type { SettingsSources } from './config/settings.loader.js';
import { OpenApiDocument } from './openapi/openapi-document.js';
import { AdminServer } from './observability/admin.server.js';
import { AuditLog } from './observability/audit.log.js';
import { FrameworkLogger } from './observability/framework.logger.js';
import { Loggers } from './observability/logger.js';
import { Metrics } from './observability/metrics.js';
import { REQUEST_ID_HEADER, requestIdOf } from './common/request-id.js';
import { beginRecord, installRequestLog, RequestLogger } from './observability/request-log.js';
import { answerClientError } from './edge/client-error.js';
import { ClientAddresses, installClientAddress } from './edge/client-address.js';
import { ProblemFilter } from './edge/problem.filter.js';
import { installMessageRules } from './edge/http-message.js';
import { CallAudit } from './policy/call-audit.js';
import { METHODS } from './routes/route.js';
import { installBodyParsers } from './edge/body-parsers.js';
import { installSecurityHeaders } from './edge/security-headers.js';
import { SessionKeyReload } from './storage/session-key.reload.js';

/** Bytes. Uploads are streamed and have limits of their own. */
const MAX_BODY = 1_048_576;
const MAX_PARAMETER_LENGTH = 256;
/** Milliseconds a client may take to send its request: an upload of 16 MB over a slow line, but not for ever. */
const REQUEST_TIMEOUT_MS = 120_000;
/** Milliseconds for the headers alone: slow senders must not hold connections. */
const HEADERS_TIMEOUT_MS = 15_000;
/** Milliseconds between two looks for those who are late. Node's own 30 s would let them hold on three times as long. */
const LATE_CHECK_MS = 2000;
/** Milliseconds for calls that are under way when the gateway is stopped: longer than the usual deadline of one. */
const SHUTDOWN_MS = 9000;
/** Longer than the idle time of common load balancers (60 s), so that they close first. */
const KEEP_ALIVE_MS = 72_000;

/** The gateway, ready to listen. */
async function createApp(settings: Settings): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    logger: false,
    genReqId: requestIdOf,
    requestIdHeader: false,
    bodyLimit: MAX_BODY,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: LATE_CHECK_MS,
      optimizeEmptyRequests: true,
    },
    keepAliveTimeout: KEEP_ALIVE_MS,
    exposeHeadRoutes: false,
    skipMiddie: true,
    clientErrorHandler: answerClientError,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      beginRecord(request, reply);
      app.get(ProblemFilter).answer(error, request, reply);
    },
  });
  const fastify = adapter.getInstance();
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(settings), adapter, {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(FrameworkLogger));
  const audit = new CallAudit(app.get(AuditLog));
  installRequestLog(fastify, { logger: app.get(RequestLogger), metrics: app.get(Metrics), audit });
  installClientAddress(fastify, new ClientAddresses(settings.server, app.get(Loggers).of('ClientAddresses')));
  installSecurityHeaders(fastify);
  installMessageRules(fastify);
  await app.register(cors, corsOf(app.get(Partners)));
  installBodyParsers(fastify);
  app.get(OpenApiDocument).describe(app);
  // By exit rather than by the signal: only then are the last log lines written.
  app.enableShutdownHooks([], { useProcessExit: true });
  endInTime();
  return app;
}

/** What is under way may end, but not for ever: whoever stops the process kills it 10 s later (docker stop). */
function endInTime(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    });
  }
}

/** Opens both ports and says where they are. `sources` is where the settings came from. */
export async function startApp(settings: Settings, sources: SettingsSources): Promise<NestFastifyApplication> {
  const app = await createApp(settings);
  app.get(SessionKeyReload).watch(sources);
  await app.listen(settings.server);
  const { listeningOrigin } = app.getHttpAdapter().getInstance();
  app
    .get(Loggers)
    .of()
    .info({ profile: settings.profile, listening: listeningOrigin, admin: app.get(AdminServer).address }, 'started');
  return app;
}

/** Frontends of partners may read answers from their own origins; everybody else's browser may not. */
function corsOf(partners: Partners): Parameters<typeof cors>[1] {
  return {
    origin: (origin, decide) => {
      decide(null, partners.knowsOrigin(origin));
    },
    credentials: true,
    methods: [...METHODS],
    allowedHeaders: ['authorization', 'content-type', CSRF_HEADER, REQUEST_ID_HEADER, 'x-otp', 'x-merchant-id'],
    exposedHeaders: [REQUEST_ID_HEADER, 'retry-after', 'ratelimit', 'ratelimit-policy', 'content-disposition'],
    maxAge: 600,
  };
}
