import { Readable } from 'node:stream';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../auth/callers/access.js';
import { hasSession } from '../auth/callers/caller.js';
import { SessionStreams } from '../auth/sessions/session-streams.js';
import { ApiExport } from './export.decorators.js';
import { CURSOR_HEADER } from './export-run.js';
import { Exporter } from './exporter.js';

/** Lists to their end: docs/exports.md. */
@ApiTags('exports')
@Controller('v1/exports')
export class ExportController {
  constructor(
    private readonly exporter: Exporter,
    private readonly streams: SessionStreams,
  ) {}

  @Get(':row')
  @Access({ route: 'exports.exportList', callers: ['operator', 'cardholder', 'service'] })
  @ApiExport()
  async exportList(
    @Param('row') row: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const run = await this.exporter.start(row, request, reply.raw);
    const { caller } = request;
    if (caller !== undefined && hasSession(caller))
      reply.raw.once(
        'close',
        this.streams.add(caller, () => reply.raw.destroy()),
      );
    for (const name of run.trailers) reply.trailer(name, () => Promise.resolve(run.trailer(name)));
    void reply
      .header('content-type', run.contentType)
      .header(CURSOR_HEADER, run.startCursor)
      // One page waits at most until the client has taken the one before it.
      .send(Readable.from(run.chunks(), { objectMode: true, highWaterMark: 1 }));
  }
}
