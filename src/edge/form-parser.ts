import { parse as parseQuery } from 'node:querystring';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import './form-body.js';
import { Problem } from '../problems/problem.js';

export const URL_ENCODED = 'application/x-www-form-urlencoded';
/** Bytes. A form is a token request: an id, a secret and some scopes. */
const MAX_BYTES = 8192;

/**
 * Reads forms for the operations that take one. For all others a form stays refused: it is what any page of the web can
 * make a browser send.
 */
export function installFormParser(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(URL_ENCODED, { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    const body = bytes.toString('utf8');
    if (request.routeOptions.config.content?.form === true) {
      request.rawBody = bytes;
      done(null, parseQuery(body));
      return;
    }
    if (bytes.length > MAX_BYTES) {
      done(new Problem('payload_too_large'));
      return;
    }
    if (!takesForm(request)) {
      done(new Problem('unsupported_media_type'));
      return;
    }
    const fields = [...new URLSearchParams(body)];
    const form = new Map(fields);
    // RFC 6749, section 3.2: parameters must not be included more than once.
    if (form.size < fields.length) done(new Problem('invalid_request', { detail: 'a parameter is given twice' }));
    else done(null, Object.fromEntries(form));
  });
}

export function takesForm({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config.formBody === true;
}
