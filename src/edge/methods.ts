import type { FastifyInstance } from 'fastify';
import createRouter, { type HTTPMethod } from 'find-my-way';
import { Problem } from '../problems/problem.js';
import type { AnswerHeaders } from './answer-headers.js';
import { WHOLE_SERVER } from './request-target.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** The methods of an address, as `Allow` tells them; undefined where nothing is served there. */
    methodsOf: (url: string) => string | undefined;
  }
  interface FastifyContextConfig {
    /** The route is there to say that there is none. */
    wrongDoor?: boolean;
  }
}

const NO_CONTENT = 204;

/** Which methods a path has, by the router of Fastify itself: so a path is the same here and there. */
class Methods {
  private readonly router = createRouter({ maxParamLength: Number.MAX_SAFE_INTEGER });
  private readonly served = new Set<HTTPMethod>();

  add(path: string, method: HTTPMethod): void {
    this.router.on(method, path, () => undefined);
    this.served.add(method);
  }

  of(url: string): string | undefined {
    const path = url.split('?', 1)[0] ?? '';
    const found = [...this.served].filter((method) => path === WHOLE_SERVER || this.router.find(method, path) !== null);
    return found.length === 0 ? undefined : [...found, 'OPTIONS'].join(', ');
  }
}

/**
 * Answers `OPTIONS` (RFC 9110, section 9.3.7; Fetch standard, "CORS-preflight request"), and a method that a path does not
 * have by those that it has (RFC 9110, section 15.5.6).
 */
export function installMethodRules(fastify: FastifyInstance, answerHeaders: AnswerHeaders): void {
  const methods = new Methods();
  fastify.addHook('onRoute', ({ url, method, config }) => {
    if (config?.wrongDoor !== true) for (const each of [method].flat()) methods.add(url, each as HTTPMethod);
  });
  fastify.decorate('methodsOf', (url) => methods.of(url));
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404 && request.method !== 'OPTIONS') {
      done();
      return;
    }
    const allow = methods.of(request.url);
    const preflight = answerHeaders.ofPreflight(request);
    // A page that may not even ask would never learn that there is no such operation.
    if (preflight !== undefined || (request.method === 'OPTIONS' && allow !== undefined)) {
      void reply
        .status(NO_CONTENT)
        .headers({ ...preflight, ...(allow !== undefined && { allow }) })
        .send();
    } else done(allow === undefined ? undefined : new Problem('method_not_allowed', { headers: { allow } }));
  });
}
