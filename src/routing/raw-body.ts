import type { FastifyInstance } from 'fastify';
import { isJson } from '../clients/json.js';
import { Problem } from '../problems/problem.js';
import { installFormParser, takesForm } from './form-parser.js';
import { isNestedDeeper } from './json-depth.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The JSON body as the client sent it: this is forwarded, so that no number passes through a float. */
    rawBody: Buffer | undefined;
  }
}

/** Far more than any of Migo's bodies; what walks through a body recursively would run out of stack much later. */
const MAX_DEPTH = 64;

const NO_OBJECT = { code: 'isObject', message: 'the body must be a JSON object' };

/** Reads JSON bodies twice: the bytes for the upstream, the value for the checks. Every other content type is refused, but for forms where one is taken. */
export function installJsonParser(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.decorateRequest('rawBody');
  fastify.removeAllContentTypeParsers();
  installFormParser(fastify);
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (takesForm(request)) {
      done(new Problem('unsupported_media_type'));
      return;
    }
    if (isNestedDeeper(body, MAX_DEPTH)) {
      done(new Problem('invalid_json', { detail: `The body is nested more than ${MAX_DEPTH} levels deep.` }));
      return;
    }
    request.rawBody = body;
    void parse(request, body.toString('utf8'), (error, value) => {
      if (error !== null) done(new Problem('invalid_json', { cause: error }));
      // The checks of a DTO look at fields: an array or a bare value has none that could be wrong.
      else if (!isJson(value)) done(new Problem('validation_failed', { errors: [NO_OBJECT] }));
      else done(null, value);
    });
  });
}
