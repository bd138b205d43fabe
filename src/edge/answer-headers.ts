import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EarlyAnswer } from './connections/early-answer.js';

/**
 * What every answer says to a browser: OWASP's list for REST APIs. The console at `/docs` replaces the policy by its own.
 * Constants, because a library that works them out anew for every answer costs more than all guards together.
 */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  // An answer may depend on it even where it names none (Fetch standard, "CORS protocol and HTTP caches").
  vary: 'Origin',
};

/** Seconds for which a browser remembers a preflight. */
const PREFLIGHT_SECONDS = '600';

export interface CrossOriginRules {
  /** Whether pages of this origin may read answers. */
  isKnown: (origin: string | undefined) => boolean;
  methods: readonly string[];
  requestHeaders: readonly string[];
  answerHeaders: readonly string[];
}

/**
 * Headers of all answers, also of those that are written before, or past, any hook: a page could not read the problem else.
 * Frontends of partners may read answers from their own origins (CORS); everybody else's browser may not.
 */
export class AnswerHeaders {
  private readonly exposed: string;
  private preflight: Readonly<Record<string, string>>;

  constructor(private readonly rules: CrossOriginRules) {
    this.exposed = rules.answerHeaders.join(', ');
    this.preflight = {
      'access-control-allow-methods': rules.methods.join(', '),
      'access-control-allow-headers': rules.requestHeaders.join(', '),
      'access-control-max-age': PREFLIGHT_SECONDS,
    };
  }

  /** Headers that a page may send beside those of the rules. */
  allow(names: readonly string[]): void {
    const all = new Set([...this.rules.requestHeaders, ...names]);
    this.preflight = { ...this.preflight, 'access-control-allow-headers': [...all].join(', ') };
  }

  of(origin: string | undefined): Readonly<Record<string, string>> {
    if (origin === undefined || !this.rules.isKnown(origin)) return SECURITY_HEADERS;
    return {
      ...SECURITY_HEADERS,
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': this.exposed,
    };
  }

  /** On top of `of`, where a browser asks what a page of a known origin may send; undefined for all other requests. */
  ofPreflight({
    method,
    headers,
  }: Pick<FastifyRequest, 'method' | 'headers'>): Readonly<Record<string, string>> | undefined {
    const isAsked = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
    return isAsked && this.rules.isKnown(headers.origin) ? this.preflight : undefined;
  }

  install(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      this.addTo(request, reply);
      done();
    });
  }

  addTo({ headers }: FastifyRequest, { raw }: FastifyReply): void {
    if (raw instanceof EarlyAnswer) raw.common = this.of(headers.origin);
  }
}
