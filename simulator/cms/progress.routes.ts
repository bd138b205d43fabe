import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { absent } from '../http/refusal.js';
import { progressOf, type Batch } from '../state/batches.js';
import type { World } from '../world.js';
import { requirePermission, signedInOperator } from './cms-caller.js';

const LOOK_MS = 5;

/** `GET .../cardholders/batch/{batchId}/progress`: server-sent events without names, for as long as the work lasts (cms-api/bulk-uploads). */
export function progressRoutes(app: FastifyInstance, world: World): void {
  app.get<{ Params: { partnerId: string; batchId: string } }>(
    '/app/partners/:partnerId/cardholders/batch/:batchId/progress',
    (request, reply) => {
      const { partnerId, batchId } = request.params;
      requirePermission(signedInOperator(world, request), partnerId, { resource: 'bulk-create', action: 'create' });
      const batch = world.state.batches.get(batchId);
      if (batch?.partnerId !== partnerId) throw absent('Batch not found');
      reply.header('cache-control', 'no-cache');
      return reply.type('text/event-stream').send(Readable.from(events(world, batch, reply), { objectMode: false }));
    },
  );
}

// Ends with the work, with the state that it belongs to, or with the reader.
async function* events({ state }: World, batch: Batch, { raw }: FastifyReply): AsyncGenerator<string> {
  let told = -1;
  while (told < batch.total && !raw.destroyed && state.batches.has(batch.batchId)) {
    if (batch.done.length > told) {
      told = batch.done.length;
      yield `data: ${JSON.stringify(progressOf(batch))}\n\n`;
    } else {
      // Unreferenced: a stream in progress must not keep a closed simulator's process alive.
      await sleep(LOOK_MS, undefined, { ref: false });
    }
  }
}
