import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { readForm } from '../http/multipart.js';
import { absent } from '../http/refusal.js';
import { UPLOAD_BODY_LIMIT } from '../http/server.js';
import type { Business } from '../state/shops.js';
import type { World } from '../world.js';
import { readId, walletApplication } from './wallet-caller.js';

const SLOTS = ['businessPhoto', 'utilityBill'];
const LINK_SECONDS = 300;

/** A business's documents (merchants/document-upload); formats and sizes are not documented. */
export function businessFileRoutes(app: FastifyInstance, world: World): void {
  app.post('/businesses/:commerceId/files', { bodyLimit: UPLOAD_BODY_LIMIT }, (request, reply) => {
    walletApplication(world, request);
    const business = findBusiness(world, request.params);
    const form = readForm(request.headers['content-type'], request.body, {
      files: SLOTS,
      maxFileBytes: UPLOAD_BODY_LIMIT,
    });
    business.documents = SLOTS.map((slot) => {
      const { fileName, content } = form.file(slot);
      return { slot, fileName, size: content.length };
    });
    const data = { commerceId: business.commerceId, documents: business.documents };
    return reply.code(201).send({ success: true, message: 'Files stored', data });
  });

  app.get('/businesses/:commerceId/docs', (request, reply) => {
    walletApplication(world, request);
    const { commerceId, documents } = findBusiness(world, request.params);
    const expires = world.clock.nowSeconds() + LINK_SECONDS;
    const data = documents.map(({ slot, fileName }) => {
      const path = `https://files.migo.test/businesses/${commerceId}/${slot}/${encodeURIComponent(fileName)}`;
      const signature = createHash('sha256').update(`${path}${expires}`).digest('hex');
      return { name: slot, url: `${path}?expires=${expires}&signature=${signature}` };
    });
    return reply.send({ success: true, message: 'Documents found', data });
  });
}

function findBusiness(world: World, params: unknown): Business {
  const business = world.state.businesses.get(readId(params, 'commerceId'));
  if (!business) throw absent('Business not found');
  return business;
}
