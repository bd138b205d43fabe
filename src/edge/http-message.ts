import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../problems/problem.js';
import { endConnection } from './connections/lingering-close.js';
import { isCanonical } from './request-target.js';

/** What the gateway asks of a message, beside what Node's parser does. */
export function installMessageRules(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw, routeOptions: { url: route } }, reply, done) => {
    const detail = faultOf(raw);
    if (detail !== undefined) {
      endConnection(reply.raw);
      done(new Problem('malformed_request', { detail }));
      return;
    }
    if (route !== undefined && !isCanonical(raw.url ?? '', route)) {
      done(new Problem('route_not_found'));
      return;
    }
    const { headers } = raw;
    // RFC 9110, section 10.1.1. Who asks first is answered where his body is read.
    if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') {
      endConnection(reply.raw);
      done(new Problem('expectation_failed'));
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

/** What a proxy in front may read otherwise than Node does. */
function faultOf({ httpVersionMajor, httpVersionMinor, headers, rawHeaders }: IncomingMessage): string | undefined {
  // What calls itself HTTP/0.9 or HTTP/2 and is written like HTTP/1.1 gets through (RFC 9112, section 11.2).
  if (httpVersionMajor !== 1) return 'Only HTTP/1.0 and HTTP/1.1 are served.';
  // RFC 9112, section 6.1.
  const { 'transfer-encoding': transfer } = headers;
  if (httpVersionMinor === 0 && transfer !== undefined) return 'HTTP/1.0 has no transfer codings.';
  // Node takes the chunks apart, and leaves what was compressed before as it is.
  if (transfer !== undefined && transfer.toLowerCase() !== 'chunked') return 'The one transfer coding is chunked.';
  // RFC 9112, section 3.2.
  if (httpVersionMinor > 0 && headers.host === undefined) return 'There is no Host.';
  return hasTwoHosts(rawHeaders) ? 'There is more than one Host.' : undefined;
}

/** Names and values by turns. */
function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 'host'.length && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

/** RFC 9110, section 15.5.16: the answer names the codings that are taken. */
function encodedBody(): Problem {
  const detail = 'Bodies with a content coding, such as gzip, are not taken.';
  return new Problem('unsupported_media_type', { detail, headers: { 'accept-encoding': 'identity' } });
}
