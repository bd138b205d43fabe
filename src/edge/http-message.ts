import type { FastifyInstance } from 'fastify';
import { Problem } from '../problems/problem.js';

/** What the gateway asks of a message, beside what Node's parser does. */
export function installMessageRules(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw: { httpVersionMajor, headers } }, _reply, done) => {
    // What calls itself HTTP/0.9 or HTTP/2 and is written like HTTP/1.1 gets through, while a proxy in front may read it
    // otherwise (RFC 9112, section 11.2).
    if (httpVersionMajor !== 1) {
      done(new Problem('malformed_request', { detail: 'Only HTTP/1.0 and HTTP/1.1 are served.' }));
      return;
    }
    const { 'content-length': length, 'transfer-encoding': transfer, 'content-encoding': coding } = headers;
    // No body (RFC 9112, section 6.3), or an empty one, whatever its type: nobody may wait for one, or parse it.
    if (transfer === undefined && (length === undefined || Number(length) === 0)) {
      delete headers['content-type'];
      delete headers['content-length'];
    } else if (coding !== undefined && coding.toLowerCase() !== 'identity') {
      done(encodedBody());
      return;
    }
    done();
  });
}

/** RFC 9110, section 15.5.16: the answer names the codings that are taken. */
function encodedBody(): Problem {
  const detail = 'Bodies with a content coding, such as gzip, are not taken.';
  return new Problem('unsupported_media_type', { detail, headers: { 'accept-encoding': 'identity' } });
}
