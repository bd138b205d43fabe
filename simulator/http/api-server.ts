import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ReceivedCall } from '../received-calls.js';
import { BASE_PATHS, type Upstream } from '../upstream.js';
import type { World } from '../world.js';
import type { ErrorEnvelope } from './envelopes.js';
import type { Fault } from '../faults.js';
import { applyFault } from './fault-effects.js';
import { rewrittenAnswer } from './rewritten-answer.js';
import { createServer, parseJson } from './server.js';

export interface ApiDefinition {
  upstream: Upstream;
  envelope: ErrorEnvelope;
  /** Adds the API's operations; their paths are without the base path. */
  routes(app: FastifyInstance, world: World): void;
}

/** One of Migo's four APIs: records what it receives, lets faults strike before anything else, then runs its operations. */
export function createApiServer(definition: ApiDefinition, world: World): FastifyInstance {
  const { upstream } = definition;
  const app = createServer(definition.envelope);
  const calls = new WeakMap<FastifyRequest, ReceivedCall>();
  const faults = new WeakMap<FastifyRequest, Fault>();

  app.addHook('onRequest', (request, _reply, done) => {
    const call = describeCall(request, upstream, world.clock.isoNow());
    calls.set(request, call);
    world.calls.add(call);
    const route = request.routeOptions.url?.slice(BASE_PATHS[upstream].length);
    const { headers } = request;
    if (route !== undefined) world.sampleHeaders.look({ upstream, operation: `${request.method} ${route}`, headers });
    done();
  });

  app.addHook('preValidation', async (request, reply) => {
    const call = calls.get(request);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (call) {
      world.calls.setBody(call, body);
      for (const fault of world.faults.take(call)) {
        if (fault.kind !== 'late') faults.set(request, fault);
        await applyFault(fault, { call, request, reply });
      }
    }
    if (!reply.sent) request.body = parseJson(request.headers['content-type'], body);
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    const call = calls.get(request);
    const fault = faults.get(request);
    const answer = fault === undefined ? payload : rewrittenAnswer(fault, reply, payload);
    if (fault?.kind === 'lost') request.raw.socket.destroy();
    else if (call) {
      call.status = reply.statusCode;
      if (typeof answer === 'string' || Buffer.isBuffer(answer)) world.calls.setAnswer(call, answer.toString());
    }
    done(null, answer);
  });

  app.register(
    (scope, _options, done) => {
      definition.routes(scope, world);
      done();
    },
    { prefix: BASE_PATHS[upstream] },
  );
  return app;
}

function describeCall(request: FastifyRequest, upstream: Upstream, at: string): ReceivedCall {
  const base = BASE_PATHS[upstream];
  const fullPath = request.url.split('?', 1)[0] ?? '';
  return {
    at,
    upstream,
    method: request.method,
    path: fullPath.startsWith(`${base}/`) ? fullPath.slice(base.length) : fullPath,
    query: request.query,
    url: request.url,
    headers: request.headers,
    body: '',
    bodyBytes: 0,
    status: null,
    answer: '',
  };
}
