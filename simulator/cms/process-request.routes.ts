import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { readForm } from '../http/multipart.js';
import { pageOf, readPage } from '../http/page.js';
import { invalidInput } from '../http/refusal.js';
import { UPLOAD_BODY_LIMIT } from '../http/server.js';
import type { ProcessRequest } from '../state/process-requests.js';
import type { World } from '../world.js';
import { requirePermission, signedInOperator } from './cms-caller.js';
import { requireInlineOtp } from './step-up.js';

const EVIDENCE_TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp'];
const MAX_EVIDENCE_BYTES = 10 * 1024 * 1024;
const RULES = { files: ['evidence'], maxFileBytes: MAX_EVIDENCE_BYTES };

interface PartnerPath {
  Params: { partnerId: string };
}

/** Ask for more balance, and the requests so far, paged and not (cms-api/process-requests). */
export function processRequestRoutes(app: FastifyInstance, world: World): void {
  app.post<PartnerPath>(
    '/app/partners/:partnerId/process-request',
    { bodyLimit: UPLOAD_BODY_LIMIT },
    (request, reply) => {
      const { partnerId } = request.params;
      const operator = signedInOperator(world, request);
      requirePermission(operator, partnerId, { resource: 'balance-management', action: 'create' });
      const form = readForm(request.headers['content-type'], request.body, RULES);
      const { check } = form;
      const requestedAmount = check.positiveAmountText('requestedAmount');
      const observations = check.optionalText('observations') ?? null;
      const otp = check.optionalText('otp', { pattern: /^\d{6}$/, sense: 'must be 6 digits' });
      check.throwIfInvalid();
      const { fileName, contentType, content } = form.file('evidence');
      if (!EVIDENCE_TYPES.includes(contentType)) {
        throw invalidInput([{ code: '7000', message: 'evidence must be a PDF, JPEG, PNG or WEBP file' }]);
      }
      requireInlineOtp(world, operator, otp);

      const data: ProcessRequest = {
        id: world.state.sequences.nextId('prq'),
        partnerId,
        requestedAmount,
        observations,
        status: 'pending',
        evidence: { fileName, contentType, size: content.length },
        requestedBy: operator.id,
        createdAt: world.clock.isoNow(),
      };
      world.state.processRequests.set(data.id, data);
      return reply.code(201).send({ success: true, message: 'Process request created', data });
    },
  );

  app.get<PartnerPath>('/app/partners/:partnerId/process-requests', (request, reply) => {
    const { partnerId } = request.params;
    requirePermission(signedInOperator(world, request), partnerId, { resource: 'balance-management', action: 'list' });
    const check = new InputCheck(request.query);
    const page = readPage(check);
    check.throwIfInvalid();
    const data = pageOf(requestsOf(world, partnerId), page, (item) => item);
    return reply.send({ success: true, message: 'Process requests found', data });
  });

  app.get<PartnerPath>('/app/partners/:partnerId/process-request', (request, reply) => {
    const { partnerId } = request.params;
    requirePermission(signedInOperator(world, request), partnerId, { resource: 'balance-management', action: 'list' });
    return reply.send({ success: true, message: 'Process requests found', data: requestsOf(world, partnerId) });
  });

  app.get<PartnerPath>('/app/partners/:partnerId/balance', (request, reply) => {
    const { partnerId } = request.params;
    requirePermission(signedInOperator(world, request), partnerId, { resource: 'balance-management', action: 'list' });
    return reply.send({ success: true, message: 'Balance found', data: world.state.balances.get(partnerId) });
  });
}

// The newest first.
function requestsOf(world: World, partnerId: string): ProcessRequest[] {
  return [...world.state.processRequests.values()].filter((item) => item.partnerId === partnerId).reverse();
}
