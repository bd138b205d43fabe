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
    check.oneOf('gender', GENDERS);
    check.text('cui');
    check.date('expirationDate');
    check.optionalFlag('canInvoice');
    const merchantId = request.headers['x-merchant-id'];
    const lead: Lead = {
      _id: randomBytes(12).toString('hex'),
      firstName: check.text('firstName'),
      lastName: check.text('lastName'),
      commercialName: check.text('commercialName'),
      merchantId: typeof merchantId === 'string' ? merchantId : null,
      paymentMethods: readPaymentMethods(check, request.body),
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

function readPaymentMethods(check: InputCheck, body: unknown): string[] {
  if (!isRecord(body) || body['paymentMethods'] === undefined) return [];
  return check.list('paymentMethods', { min: 0, max: 50 }).map((item) => {
    const method = new InputCheck(item);
    const slug = method.text('slug');
    method.text('acquirerSlug');
    for (const { message } of method.errors) check.fail(`paymentMethods.${message}`, '');
    return slug;
  });
}
