import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Load } from '../observability/load.js';
import type { Metrics } from '../observability/metrics.js';
import { Problem } from '../problems/problem.js';
import { PROBLEM_MEDIA_TYPE, toProblemBody } from '../problems/problem.body.js';

interface Priority {
  name: string;
  /** From this pressure on it is refused (`Load`). */
  refusedFrom: number;
  has: (path: string, method: string) => boolean;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** One answer of these is worth many calls. */
const WIDE = ['/v1/views/', '/v1/exports/'];
/** Without these nobody can log in or out, or learn what became of a call. */
const LAST = ['/v1/auth/', '/v1/outcomes/', '/v1/status', '/v1/requests/', '/health', '/.well-known/'];

/** The first that a request belongs to is its priority; what is refused first stands above. */
const PRIORITIES: readonly Priority[] = [
  { name: 'last', refusedFrom: 2, has: (path) => LAST.some((start) => path.startsWith(start)) },
  { name: 'view', refusedFrom: 0.8, has: (path) => WIDE.some((start) => path.startsWith(start)) },
  { name: 'read', refusedFrom: 1, has: (_path, method) => READS.has(method) },
  { name: 'write', refusedFrom: 1.25, has: () => true },
];

const LEAST = Math.min(...PRIORITIES.map(({ refusedFrom }) => refusedFrom));

/**
 * Refuses what the process cannot do, within a moment and before anything is looked at, so that it can do the rest. One
 * problem serves all of them: at such a time each stack trace and each line of the log would be a call that is not served.
 */
export function installLoadShedding(
  fastify: FastifyInstance,
  { load, metrics }: { load: Load; metrics: Metrics },
): void {
  const overloaded = new Problem('overloaded');
  fastify.addHook('onRequest', (request, reply, done) => {
    const { pressure } = load;
    const priority = pressure < LEAST ? undefined : priorityOf(request);
    if (priority === undefined || pressure < priority.refusedFrom) {
      done();
      return;
    }
    request.record.problem = overloaded.code;
    metrics.shed.inc({ priority: priority.name });
    void reply
      .status(overloaded.status)
      .headers({ 'retry-after': '1', 'content-type': PROBLEM_MEDIA_TYPE })
      .send(JSON.stringify(toProblemBody(overloaded, request.id)));
  });
}

/** By the route and not by the address, which can be spelt in many ways. */
function priorityOf({ routeOptions, method }: FastifyRequest): Priority | undefined {
  const path = routeOptions.url ?? '';
  return PRIORITIES.find(({ has }) => has(path, method));
}
