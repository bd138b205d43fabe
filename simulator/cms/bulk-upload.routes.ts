import type { FastifyInstance } from 'fastify';
import { readForm } from '../http/multipart.js';
import { UPLOAD_BODY_LIMIT } from '../http/server.js';
import type { Batch } from '../state/batches.js';
import { MAX_WORKBOOK_BYTES, readWorkbook } from '../workbook/workbook.js';
import type { World } from '../world.js';
import { cardholderRows, cardRows, type RowWork } from './bulk-rows.js';
import { requirePermission, signedInOperator } from './cms-caller.js';
import { requireOtp } from './step-up.js';

interface Upload {
  kind: Batch['kind'];
  /** Of the form. */
  field: string;
  rows: (world: World, partnerId: string, rows: readonly string[][]) => RowWork[];
}

const UPLOADS: readonly Upload[] = [
  { kind: 'cardholders', field: 'users', rows: cardholderRows },
  { kind: 'cards', field: 'cards', rows: cardRows },
];

/** `POST .../cardholders/upload` and `.../cards/upload`: a workbook becomes a batch, whose rows are done later (cms-api/bulk-uploads). */
export function bulkUploadRoutes(app: FastifyInstance, world: World): void {
  for (const { kind, field, rows: rowsOf } of UPLOADS) {
    app.post<{ Params: { partnerId: string } }>(
      `/app/partners/:partnerId/${kind}/upload`,
      { bodyLimit: UPLOAD_BODY_LIMIT },
      (request, reply) => {
        const { partnerId } = request.params;
        const operator = signedInOperator(world, request);
        requirePermission(operator, partnerId, { resource: 'bulk-create', action: 'create' });
        const rules = { files: [field], maxFileBytes: MAX_WORKBOOK_BYTES };
        const form = readForm(request.headers['content-type'], request.body, rules);
        requireOtp(world, operator, form.check.optionalText('otp'));
        const rows = rowsOf(world, partnerId, readWorkbook(form.file(field), field));
        const batchId = world.state.sequences.nextId('bat');
        const batch: Batch = { batchId, partnerId, kind, total: rows.length, done: [] };
        world.state.batches.set(batchId, batch);
        world.work.start(rows.map((row) => () => batch.done.push(row())));
        return reply.send({ success: true, message: 'File received', data: { id: batchId } });
      },
    );
  }
}
