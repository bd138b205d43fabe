import type { FastifyInstance, FastifyRequest } from 'fastify';
import './form-body.js';
import { Problem } from '../problems/problem.js';

/** Bytes. A form is a token request: an id, a secret and some scopes. */
const MAX_BYTES = 8192;

/**
 * Reads forms for the operations that take one. For all others a form stays refused: it is what any page of the web can
 * make a browser send.
 */
export function installFormParser(fastify: FastifyInstance): void {
  const options = { parseAs: 'string', bodyLimit: MAX_BYTES } as const;
  fastify.addContentTypeParser('application/x-www-form-urlencoded', options, (request, body: string, done) => {
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
