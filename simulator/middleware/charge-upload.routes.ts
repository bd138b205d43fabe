import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { readForm, type Form } from '../http/multipart.js';
import { intakeRefusal } from '../http/refusal.js';
import { UPLOAD_BODY_LIMIT } from '../http/server.js';
import { applicationCaller } from '../tokens/application-caller.js';
import type { World } from '../world.js';
import { readChargeFile } from './charge-file.js';
import { chargeLater, intakeError } from './charge-intake.js';

const MAX_FILE_BYTES = 10 * 1024 * 1024;
const TRACKING_ID_LENGTH = 21;

/** `POST /v1/subscriptions/charges/upload-csv` (recurring-payments/bulk-charges); the `trackingId` is not inside `data`. */
export function chargeUploadRoutes(app: FastifyInstance, world: World): void {
  app.post('/v1/subscriptions/charges/upload-csv', { bodyLimit: UPLOAD_BODY_LIMIT }, (request, reply) => {
    applicationCaller(world, 'middleware', request);
    const form = readForm(request.headers['content-type'], request.body, {
      files: ['file'],
      maxFileBytes: MAX_FILE_BYTES,
    });
    const clientId = readClientId(form, request);
    const { content } = form.file('file');
    const items = readChargeFile(content.toString('utf8'));

    const fingerprint = `${clientId}:${createHash('sha256').update(content).digest('hex')}`;
    if (world.state.chargeFiles.has(fingerprint))
      throw intakeRefusal('IDEMPOTENCY_CONFLICT', 'The file was sent before');
    const errors = items.map((item) => intakeError(world.state, clientId, item));
    const violation = errors.find((error) => error?.code === 'PLAN_RULE_VIOLATION');
    if (violation) throw intakeRefusal(violation.code, violation.message);
    world.state.chargeFiles.add(fingerprint);
    chargeLater(
      world,
      items.filter((_item, index) => !errors[index]),
    );
    const trackingId = randomBytes(TRACKING_ID_LENGTH).toString('base64url').slice(0, TRACKING_ID_LENGTH);
    return reply.code(202).send({ success: true, message: 'File received, it is being processed', trackingId });
  });
}

// A form field or a query parameter.
function readClientId(form: Form, request: FastifyRequest): string {
  const field = form.check.optionalText('clientId');
  if (field !== undefined) return field;
  const query = new InputCheck(request.query);
  const clientId = query.text('clientId');
  query.throwIfInvalid();
  return clientId;
}
