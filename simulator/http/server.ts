import { fastify, type FastifyInstance } from 'fastify';
import { businessRefusal } from './business-codes.js';
import { invalidInput, Refusal } from './refusal.js';
import type { ErrorEnvelope } from './envelopes.js';
import { parseExactJson } from './exact-json.js';

// Above a batch of 5000 charges with metadata.
const BODY_LIMIT = 4 * 1024 * 1024;

/** For upload routes: above Migo's largest documented upload (a 16 MB workbook), so that its own limits answer first. */
export const UPLOAD_BODY_LIMIT = 24 * 1024 * 1024;

/** A server that speaks one error envelope. Bodies arrive as bytes; `parseJson` turns them into values. */
export function createServer(envelope: ErrorEnvelope): FastifyInstance {
  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true, exposeHeadRoutes: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.setNotFoundHandler((request) => {
    throw envelope.unknownPath(request.method, request.url.split('?', 1)[0] ?? '');
  });
  app.setErrorHandler((error, _request, reply) => {
    const answer = envelope.write(asRefusal(error));
    return reply.code(answer.status).send(answer.body);
  });
  return app;
}

/** The JSON value of a body, or the bytes of any other content type. */
export function parseJson(contentType: string | undefined, body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (contentType?.includes('json') !== true) return body;
  try {
    return parseExactJson(body.toString('utf8'));
  } catch (cause) {
    const refusal = invalidInput([{ code: '7000', message: 'The body is not valid JSON' }]);
    refusal.cause = cause;
    throw refusal;
  }
}

export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Refusal(status, error instanceof Error ? error.message : 'Refused');
  }
  process.stderr.write(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return businessRefusal('7003', 'Consult with support');
}
