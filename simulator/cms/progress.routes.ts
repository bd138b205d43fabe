import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { notFound } from '../http/refusal.js';
import { progressFrames, type Batch } from '../state/batches.js';
import type { World } from '../world.js';
import { requirePermission, signedInOperator } from './cms-caller.js';

/** `GET .../cardholders/batch/{batchId}/progress`: server-sent events without names; the stream ends after the last (cms-api/bulk-uploads). */
export function progressRoutes(app: FastifyInstance, world: World): void {
  app.get<{ Params: { partnerId: string; batchId: string } }>(
    '/app/partners/:partnerId/cardholders/batch/:batchId/progress',
    (request, reply) => {
      const { partnerId, batchId } = request.params;
      requirePermission(signedInOperator(world, request), partnerId, { resource: 'bulk-create', action: 'create' });
      const batch = world.state.batches.get(batchId);
      if (batch?.partnerId !== partnerId) throw notFound('7000', 'Batch not found');
      reply.header('cache-control', 'no-cache');
      return reply.type('text/event-stream').send(Readable.from(events(world, batch), { objectMode: false }));
    },
  );
}

async function* events(world: World, batch: Batch): AsyncGenerator<string> {
  for (const [index, frame] of progressFrames(batch).entries()) {
    // Unreferenced: a stream in progress must not keep a closed simulator's process alive.
    if (index > 0) await sleep(world.progressIntervalMs, undefined, { ref: false });
    yield `data: ${JSON.stringify(frame)}\n\n`;
  }
}
