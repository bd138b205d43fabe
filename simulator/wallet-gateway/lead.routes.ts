import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { InputCheck, isRecord } from '../http/input-check.js';
import { absent, forbidden } from '../http/refusal.js';
import { GENDERS } from '../state/cardholders.js';
import { newInvitationCode, type Lead } from '../state/leads.js';
import type { World } from '../world.js';
import { walletApplication } from './wallet-caller.js';

/** `POST /leads`, and a lead's stored file, which is read by a POST on "upload" (merchants/leads, merchants/document-upload). */
export function leadRoutes(app: FastifyInstance, world: World): void {
  app.post('/leads', (request, reply) => {
    walletApplication(world, request);
    const check = new InputCheck(request.body);
    // One page requires these three, a sample of another lacks them.
    check.optionalOneOf('gender', GENDERS);
    check.optionalText('cui');
    check.optionalDate('expirationDate');
    const merchantId = request.headers['x-merchant-id'];
    const lead: Lead = {
      _id: randomBytes(12).toString('hex'),
      firstName: check.text('firstName'),
      lastName: check.text('lastName'),
      commercialName: check.text('commercialName'),
      merchantId: typeof merchantId === 'string' ? merchantId : null,
      paymentMethods: readPaymentMethods(request.body),
    };
    check.throwIfInvalid();
    world.state.leads.set(lead._id, lead);
    const { code } = newInvitationCode(world.state, { role: 'admin', leadId: lead._id, branchId: null });
    return reply.code(201).send({ success: true, data: { _id: lead._id, invitationCode: code } });
  });

  app.post<{ Params: { fileName: string } }>('/leads/files/upload/:fileName', (request, reply) => {
    const merchant = walletApplication(world, request);
    if (world.state.merchants.get(merchant)?.permissions.includes('FILE_UPLOAD') !== true) {
      throw forbidden('The application needs the permission FILE_UPLOAD');
    }
    const file = world.state.leadFiles.get(request.params.fileName);
    if (!file) throw absent('File not found');
    return reply.type(file.contentType).send(file.content);
  });
}

// Known from a sample: what has another shape names no method.
function readPaymentMethods(body: unknown): string[] {
  const sent: unknown = isRecord(body) ? body['paymentMethods'] : undefined;
  const methods: unknown[] = Array.isArray(sent) ? sent : [];
  return methods.flatMap((item) => new InputCheck(item).anything('slug') ?? []);
}
