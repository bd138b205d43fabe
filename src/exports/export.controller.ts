import { Readable } from 'node:stream';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../auth/callers/access.js';
import { hasSession } from '../auth/callers/caller.js';
import { SessionStreams } from '../auth/sessions/session-streams.js';
import { Problem } from '../problems/problem.js';
import { ApiExport } from './export.decorators.js';
import { CURSOR_HEADER, type ExportRun } from './export-run.js';
import { Exporter } from './exporter.js';
import { OpenExports } from './open-exports.js';

/** Milliseconds that a client has to take what tells him that his session is over. */
const LAST_WORDS_MS = 5000;

/** Lists to their end: docs/exports.md. */
@ApiTags('exports')
@Controller('v1/exports')
export class ExportController {
  constructor(
    private readonly exporter: Exporter,
    private readonly streams: SessionStreams,
    private readonly open: OpenExports,
  ) {}

  @Get(':row')
  @Access({ route: 'exports.exportList', callers: ['operator', 'cardholder', 'service'] })
  @ApiExport()
  async exportList(
    @Param('row') row: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { caller } = request;
    if (caller === undefined) throw new Problem('authentication_required');
    // Gone while it was asked who he is: nothing would tell when his export is over.
    if (reply.raw.destroyed) throw new Problem('client_closed_request');
    reply.raw.once('close', this.open.begin(caller, request.clientAddress));
    const run = await this.exporter.start(row, request, reply.raw);
    void reply.header('content-type', run.contentType).header(CURSOR_HEADER, run.startCursor);
    if (request.method === 'HEAD') {
      void reply.send();
      return;
    }
    if (hasSession(caller))
      reply.raw.once(
        'close',
        this.streams.add(caller, () => {
          endWithSession(run, request, reply);
        }),
      );
    // Before HTTP/1.1 there are no chunks, and so no trailers: the last line alone tells the end.
    if (request.raw.httpVersionMajor === 1 && request.raw.httpVersionMinor === 0) run.alwaysTellEnd();
    else for (const name of run.trailers) reply.trailer(name, () => Promise.resolve(run.trailer(name)));
    // One page waits at most until the client has taken the one before it.
    void reply.send(Readable.from(run.chunks(), { objectMode: true, highWaterMark: 1 }));
  }
}

/** Tells the client why there is no more; one that takes nothing is cut off. */
function endWithSession(run: ExportRun, { record }: FastifyRequest, { raw }: FastifyReply): void {
  record.problem = 'session_invalid';
  run.stop(new Problem('session_invalid'));
  const timer = setTimeout(() => raw.destroy(), LAST_WORDS_MS);
  raw.once('close', () => {
    clearTimeout(timer);
  });
}
