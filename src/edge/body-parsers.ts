import type { FastifyInstance } from 'fastify';
import { isRecord } from '../common/json.js';
import { withoutMark } from '../common/json-text/bytes.js';
import { brokenLimit, type JsonLimits } from '../common/json-text/limits.js';
import { repeatedNames } from '../common/json-text/repeated-names.js';
import { Problem } from '../problems/problem.js';
import { installFormParser, takesForm } from './form-parser.js';
import { encodingFault } from './json-encoding.js';
import { withNumberTexts } from '../common/number-text.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The JSON body as the client sent it: this is forwarded, so that no number passes through a float. */
    rawBody: Buffer | undefined;
  }
  interface FastifyContextConfig {
    /** What a route takes beside, or instead of, a small JSON body. */
    content?: { upload?: boolean; maxBodyBytes?: number; anyJson?: boolean; form?: boolean };
  }
}

/**
 * Far more than any of Migo's bodies. What walks through a body recursively would run out of stack much later, and
 * class-transformer takes time by the square of an object's members.
 */
const LIMITS = { depth: 64, members: 1000 };

const BROKEN: Readonly<Record<keyof JsonLimits, string>> = {
  depth: `The body is nested more than ${LIMITS.depth} levels deep.`,
  members: `An object has more than ${LIMITS.members} members.`,
};

/** Of vendors, too (RFC 6839, section 3.1). */
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;|$)/i;

const NO_OBJECT = { code: 'isObject', message: 'the body must be a JSON object' };

/**
 * Reads JSON bodies twice: the bytes for the upstream, the value for the checks. Multipart bodies are left to the routes
 * that stream them, forms to the one that takes them. Every other content type is refused.
 */
export function installBodyParsers(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { maxBodyBytes } = route.config?.content ?? {};
    if (maxBodyBytes !== undefined) route.bodyLimit = maxBodyBytes;
  });
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.decorateRequest('rawBody');
  fastify.removeAllContentTypeParsers();
  installFormParser(fastify);
  fastify.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    const body = withoutMark(bytes);
    if (body.length === 0) {
      done(null);
      return;
    }
    const refusal = takesForm(request) ? new Problem('unsupported_media_type') : encodingFault(request, body);
    if (refusal !== undefined) {
      done(refusal);
      return;
    }
    const text = body.toString('utf8');
    const broken = brokenLimit(text, LIMITS);
    if (broken !== undefined) {
      done(new Problem('invalid_json', { detail: BROKEN[broken] }));
      return;
    }
    request.rawBody = body;
    void parse(request, text, (error, value) => {
      if (error !== null) done(new Problem('invalid_json', { cause: error }));
      // The checks of a DTO look at fields: an array or a bare value has none that could be wrong.
      else if (!isRecord(value) && request.routeOptions.config.content?.anyJson !== true)
        done(new Problem('validation_failed', { errors: [NO_OBJECT] }));
      else if (repeatedNames(text, 1).length > 0)
        done(new Problem('invalid_json', { detail: 'An object names a member twice.' }));
      else done(null, withNumberTexts(text, value));
    });
  });
  fastify.addContentTypeParser('multipart/form-data', ({ routeOptions }, _payload, done) => {
    done(routeOptions.config.content?.upload === true ? null : new Problem('unsupported_media_type'));
  });
}
