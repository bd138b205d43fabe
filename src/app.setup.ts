import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { tablesOf } from './app.tables.js';
import { APPLICATION_KEY_HEADER } from './auth/callers/application-key.js';
import { CSRF_HEADER } from './auth/callers/csrf.guard.js';
import { Partners } from './auth/callers/partners.js';
import { KnownScopes } from './auth/service-tokens/known-scopes.js';
import type { Settings } from './config/settings.js';
import type { SettingsSources } from './config/settings.loader.js';
import { OpenApiDocument } from './openapi/openapi-document.js';
import { IDEMPOTENCY_KEY_HEADER } from './idempotency/key.js';
import { AdminServer } from './observability/admin.server.js';
import { checkAuditFile } from './observability/audit-sink.js';
import { AuditLog } from './observability/audit.log.js';
import { Load } from './observability/load.js';
import { FrameworkLogger } from './observability/framework.logger.js';
import { Loggers } from './observability/logger.js';
import { Metrics } from './observability/metrics.js';
import { listening } from './common/process/listening.js';
import { CMS_PARTNER_HEADER } from './common/cms-partner.js';
import { REQUEST_TIMEOUT_HEADER } from './common/request-timeout.js';
import { REQUEST_ID_HEADER, requestIdOf } from './common/request-id.js';
import { installRequestLog, logMalformed, logRequest, RequestLogger } from './observability/request-log.js';
import { AnswerHeaders, type CrossOriginRules } from './edge/answer-headers.js';
import { answerClientError, serveUnusual } from './edge/connections/client-error.js';
import { ClientAddresses, installClientAddress } from './edge/client-address.js';
import { serveHalfOpen } from './edge/connections/half-open.js';
import { ProblemFilter } from './edge/problem.filter.js';
import { installLoadShedding } from './edge/load-shedding.js';
import { installMessageRules } from './edge/http-message.js';
import { installMethodRules } from './edge/methods.js';
import { targetOf } from './edge/request-target.js';
import { CallAudit } from './policy/call-audit.js';
import { doubtsOf } from './policy/doubtful-settings.js';
import { RouteRegistry } from './policy/route.registry.js';
import { METHODS } from './routes/route.js';
import { CURSOR_HEADER } from './exports/export-run.js';
import { COMPLETENESS_HEADER } from './views/run/view-answer.js';
import { Lifecycle } from './lifecycle/lifecycle.js';
import { ProcessSignals } from './lifecycle/process-signals.js';
import { SettingsReload } from './lifecycle/settings.reload.js';
import { WorkInFlight } from './observability/work-in-flight.js';
import { leaveBodies } from './edge/body/leave-bodies.js';
import { boundConnections } from './edge/connections/connection-bounds.js';
import { afterArrival, EarlyAnswer, installEarlyAnswers } from './edge/connections/early-answer.js';
import { holdExpectations } from './edge/connections/expectation.js';
import { installLingeringClose } from './edge/connections/lingering-close.js';

/** A file name of 255 characters, each of them escaped as three bytes. */
const MAX_PARAMETER_LENGTH = 2295;
/** Milliseconds for the headers alone: slow senders must not hold connections. */
const HEADERS_TIMEOUT_MS = 15_000;
/** Milliseconds between two looks for those who are late. Node's own 30 s would let them hold on three times as long. */
const LATE_CHECK_MS = 2000;

/** The gateway, ready to listen. */
async function createApp(settings: Settings): Promise<NestFastifyApplication> {
  const { keepAliveMs, requestMs } = settings.server;
  const answerHeaders = new AnswerHeaders(crossOriginRules(new Partners(settings)));
  const adapter = new FastifyAdapter({
    logger: false,
    genReqId: requestIdOf,
    requestIdHeader: false,
    requestTimeout: requestMs,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: LATE_CHECK_MS,
      optimizeEmptyRequests: true,
      // Asked for in edge/http-message.ts: Node's own answer is no problem.
      requireHostHeader: false,
      ServerResponse: EarlyAnswer,
    },
    keepAliveTimeout: keepAliveMs,
    exposeHeadRoutes: true,
    // Who still has a connection when the listener is closed is served (lifecycle/stop.ts); what is left is closed by force.
    return503OnClosing: false,
    forceCloseConnections: true,
    skipMiddie: true,
    rewriteUrl: targetOf,
    clientErrorHandler: (error, socket) => {
      const problem = answerClientError(error, socket, answerHeaders);
      if (problem !== undefined) logMalformed(problem, log);
    },
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      logRequest(request, reply, log);
      answerHeaders.addTo(request, reply);
      afterArrival(request.raw, () => {
        app.get(ProblemFilter).answer(error, request, reply);
      });
    },
  });
  const fastify = adapter.getInstance();
  holdExpectations(fastify.server);
  installEarlyAnswers(fastify);
  installLingeringClose(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(settings), adapter, {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  const audit = new CallAudit(app.get(AuditLog));
  const log = { logger: app.get(RequestLogger), metrics: app.get(Metrics), audit, work: app.get(WorkInFlight) };
  app.useLogger(app.get(FrameworkLogger));
  serveUnusual(fastify, {
    answerHeaders,
    onAnswer: (problem) => {
      logMalformed(problem, log);
    },
  });
  installRequestLog(fastify, log);
  serveHalfOpen(fastify.server, log.work);
  const addresses = new ClientAddresses(settings.server, app.get(Loggers).of('ClientAddresses'));
  installClientAddress(fastify, addresses);
  boundConnections(fastify.server, settings.server, {
    isProxy: (address) => addresses.isTrusted(address),
    onRefused: (limit) => {
      log.metrics.limited.inc({ limit });
    },
  });
  // Imported operations may have headers of their own.
  answerHeaders.allow(app.get(RouteRegistry).all.flatMap(({ row }) => row.headers ?? []));
  answerHeaders.install(fastify);
  installLoadShedding(fastify, { load: app.get(Load), metrics: log.metrics });
  installMessageRules(fastify);
  installMethodRules(fastify, answerHeaders);
  leaveBodies(fastify);
  app.get(OpenApiDocument).describe(app);
  return app;
}

/**
 * Opens both ports and says where they are, and does what the process is asked for from then on. `sources` is where the
 * settings came from.
 */
export async function startApp(
  settings: Settings,
  sources: SettingsSources,
  signals = new ProcessSignals(),
): Promise<NestFastifyApplication> {
  checkAuditFile(settings.audit);
  const app = await createApp(settings);
  const tellDoubts = (): void => {
    for (const doubt of doubtsOf(settings, app.get(KnownScopes)))
      app.get(Loggers).of('Settings').warn({ setting: doubt.path }, doubt.message);
  };
  tellDoubts();
  const reload = await app.get(SettingsReload).watch({ sources, check: tablesOf, onChange: tellDoubts });
  await app.init();
  await listening('server', app.listen(settings.server));
  const { listeningOrigin, server } = app.getHttpAdapter().getInstance();
  app
    .get(Loggers)
    .of()
    .info({ profile: settings.profile, listening: listeningOrigin, admin: app.get(AdminServer).address }, 'started');
  const lifecycle = app.get(Lifecycle);
  signals.onReload(reload);
  signals.onStop(() => void lifecycle.end(server, () => app.close()));
  void lifecycle.begin();
  return app;
}

function crossOriginRules(partners: Partners): CrossOriginRules {
  return {
    isKnown: (origin) => partners.knowsOrigin(origin),
    methods: METHODS,
    requestHeaders: [
      'authorization',
      'content-type',
      'cache-control',
      'if-none-match',
      'last-event-id',
      REQUEST_TIMEOUT_HEADER,
      CSRF_HEADER,
      REQUEST_ID_HEADER,
      CMS_PARTNER_HEADER,
      APPLICATION_KEY_HEADER,
      IDEMPOTENCY_KEY_HEADER,
      'x-otp',
      'x-merchant-id',
    ],
    answerHeaders: [
      REQUEST_ID_HEADER,
      COMPLETENESS_HEADER,
      CURSOR_HEADER,
      'retry-after',
      'ratelimit',
      'ratelimit-policy',
      'content-disposition',
      'etag',
      'age',
      'allow',
      'location',
      'idempotency-replayed',
    ],
  };
}
