import { parse as parseQuery } from 'node:querystring';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { replyOf, requestOf } from '../../common/http-context.js';
import { withoutMark } from '../../common/json-text/bytes.js';
import { Settings } from '../../config/settings.js';
import '../../observability/request-record.js';
import { Problem } from '../../problems/problem.js';
import { hasBody } from '../connections/early-answer.js';
import { letContinue } from '../connections/expectation.js';
import { BodyBudget } from './body-budget.js';
import './content.js';
import { parseForm } from './form.js';
import { parseJsonBody } from './json-body.js';
import { encodingFault } from './json-encoding.js';
import { readBody } from './read-body.js';

/** Bytes. Uploads are streamed and have limits of their own. */
const MAX_BYTES = 1_048_576;

/** A body of them has no meaning (RFC 9110, section 9.3.1). */
const READS = new Set(['GET', 'HEAD']);

const FORM = 'application/x-www-form-urlencoded';
/** Of vendors, too (RFC 6839, section 3.1). */
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json$/;

type MediaType = 'application/json' | typeof FORM | 'multipart/form-data';

/**
 * Reads the body, once it is known who sends it: the bytes for the upstream, the value for the checks that follow. Who has no
 * login sends a few KiB, and soon. A multipart body is left to the step that streams it; every other content type is refused.
 */
@Injectable()
export class BodyGuard implements CanActivate {
  constructor(
    private readonly budget: BodyBudget,
    private readonly settings: Settings,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = requestOf(context);
    return READS.has(request.method) || !hasBody(request.raw) || this.take(request, replyOf(context));
  }

  private async take(request: FastifyRequest, { raw: response }: FastifyReply): Promise<boolean> {
    const { formBody = false, content } = request.routeOptions.config;
    // Gone while it was asked who he is: nothing would tell when his body is done with.
    if (response.destroyed) throw new Problem('client_closed_request');
    const type = mediaTypeOf(request);
    if (type !== wanted({ form: formBody || content?.form === true, upload: content?.upload === true }))
      throw new Problem('unsupported_media_type');
    if (type === 'multipart/form-data') {
      letContinue(response);
      return true;
    }
    const { caller } = request.record;
    const { ms, strangerMs, strangerBytes } = this.settings.server.bodies;
    const isStranger = caller === undefined || caller === 'public';
    const maxBytes = isStranger ? strangerBytes : (content?.maxBodyBytes ?? MAX_BYTES);
    const claim = this.budget.claimOf(request.clientAddress);
    response.once('close', () => {
      claim.release();
    });
    const withinMs = isStranger ? strangerMs : ms;
    const bytes = await readBody({ raw: request.raw, response, maxBytes, withinMs, claim });
    if (type === 'application/json') takeJson(request, withoutMark(bytes), maxBytes);
    else if (formBody) request.body = parseForm(bytes);
    else {
      request.rawBody = bytes;
      request.body = parseQuery(bytes.toString('utf8'));
    }
    return true;
  }
}

function wanted({ form, upload }: { form: boolean; upload: boolean }): MediaType {
  if (upload) return 'multipart/form-data';
  return form ? FORM : 'application/json';
}

function mediaTypeOf({ headers: { 'content-type': type = '' } }: FastifyRequest): string {
  const name = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  return JSON_TYPE.test(name) ? 'application/json' : name;
}

function takeJson(request: FastifyRequest, bytes: Buffer, maxBytes: number): void {
  // No chunk, or nothing but a mark.
  if (bytes.length === 0) return;
  const fault = encodingFault(request, bytes);
  if (fault !== undefined) throw fault;
  request.rawBody = bytes;
  request.body = parseJsonBody(bytes.toString('utf8'), {
    maxBytes,
    anyJson: request.routeOptions.config.content?.anyJson === true,
  });
}
