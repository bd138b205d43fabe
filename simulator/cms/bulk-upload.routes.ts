import type { FastifyInstance } from 'fastify';
import { readForm } from '../http/multipart.js';
import { UPLOAD_BODY_LIMIT } from '../http/server.js';
import type { Batch } from '../state/batches.js';
import { MAX_WORKBOOK_BYTES, readWorkbook } from '../workbook/workbook.js';
import type { World } from '../world.js';
import { createFromRows, issueFromRows, type RowResults } from './bulk-rows.js';
import { requirePermission, signedInOperator } from './cms-caller.js';
import { requireStepUp } from './step-up.js';

interface Upload {
  kind: Batch['kind'];
  /** Of the form. */
  field: string;
  work: (world: World, partnerId: string, rows: readonly string[][]) => RowResults;
}

const UPLOADS: readonly Upload[] = [
  { kind: 'cardholders', field: 'users', work: createFromRows },
  { kind: 'cards', field: 'cards', work: issueFromRows },
];

/** `POST .../cardholders/upload` and `.../cards/upload`: a workbook becomes a batch (cms-api/bulk-uploads). */
export function bulkUploadRoutes(app: FastifyInstance, world: World): void {
  for (const { kind, field, work } of UPLOADS) {
    app.post<{ Params: { partnerId: string } }>(
      `/app/partners/:partnerId/${kind}/upload`,
      { bodyLimit: UPLOAD_BODY_LIMIT },
      (request, reply) => {
        const { partnerId } = request.params;
        const operator = signedInOperator(world, request);
        requirePermission(operator, partnerId, { resource: 'bulk-create', action: 'create' });
        requireStepUp(world, operator);
        const rules = { files: [field], maxFileBytes: MAX_WORKBOOK_BYTES };
        const form = readForm(request.headers['content-type'], request.body, rules);
        const rows = work(world, partnerId, readWorkbook(form.file(field), field));
        const batch: Batch = { batchId: world.state.sequences.nextId('bat'), partnerId, kind, rows };
        world.state.batches.set(batch.batchId, batch);
        return reply.send({ success: true, message: 'File received', data: { id: batch.batchId } });
      },
    );
  }
}
