import type { FastifyRequest } from 'fastify';
import { auditFactsOf } from '../auth/sessions/audit-facts.js';
import { hasSession } from '../auth/callers/caller.js';
import { isRecord } from '../common/json.js';
import type { ProblemCode } from '../problems/catalogue.js';
import { auditContextOf, AuditLog, type AuditOfCaller, userTagOf } from '../observability/audit.log.js';
import type { Told } from '../observability/request-log.js';

/** Refusals that have an event of their own. */
const TOLD: ReadonlySet<string | undefined> = new Set<ProblemCode>(['login_failed', 'otp_refused']);
/** The gateway's own endpoints, whose events say more. */
const OWN = 'auth.';
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Path parameters that name a thing. */
const THINGS = new Set(
  'partnerId cardId cardholderId transactionId deviceId commerceId associationId subUid planId batchId id'.split(' '),
);
/** A path parameter behind `users` names a person, whom the log does not name; at the Wallet Gateway by his telephone number. */
const PERSON = /users\/:([A-Za-z]+)/g;
/** A card number where an id was expected (ISO/IEC 7812: up to 19 digits). */
const CARD_NUMBER = /\d{13,}/;
const MAX_ID_LENGTH = 64;

/** One audit line for each call that is not a read, and for each that was refused for who made it. */
export class CallAudit {
  constructor(private readonly audit: AuditLog) {}

  /** Once the answer has left, or the connection is gone. */
  write(request: FastifyRequest, { status, isWhole }: Told): void {
    const { route, problem } = request.record;
    if (route === undefined) return;
    const isRefused = status === 401 || status === 403;
    // Most calls leave no line: nothing is gathered for them.
    if (isRefused ? TOLD.has(problem) : READS.has(request.method) || route.startsWith(OWN)) return;
    const facts = { ...factsOf(request), route, status, ...(problem !== undefined && { problem }) };
    if (isRefused) {
      this.audit.write('call_refused', facts);
    } else {
      // A call whose client left before its answer was complete went on; how it ended, nobody was told.
      const event = problem === 'outcome_unknown' || !isWhole ? 'call_unknown' : status < 400 ? 'call' : 'call_failed';
      this.audit.write(event, { ...facts, resources: resourcesOf(request) });
    }
  }
}

function factsOf(request: FastifyRequest): AuditOfCaller {
  const { caller } = request;
  const context = auditContextOf(request);
  if (caller === undefined) return context;
  if (hasSession(caller)) return auditFactsOf(caller, context);
  const partner = caller.partner.id;
  return caller.kind === 'service' ? { ...context, partner, client: caller.clientId } : { ...context, partner };
}

function resourcesOf({ params, routeOptions }: FastifyRequest): Record<string, string> {
  const persons = new Set(Array.from(routeOptions.url?.matchAll(PERSON) ?? [], ([, name]) => name));
  const named = Object.entries(isRecord(params) ? params : {}).flatMap(([name, value]) => {
    const id = String(value);
    if (persons.has(name)) return [[name, userTagOf(id)] as const];
    if (!THINGS.has(name)) return [];
    return [[name, CARD_NUMBER.test(id) ? '[withheld]' : id.slice(0, MAX_ID_LENGTH)] as const];
  });
  return Object.fromEntries(named);
}
