import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from '../../problems/problem.js';
import { letContinue } from '../connections/expectation.js';
import type { BodyClaim } from './body-budget.js';

interface Reading {
  raw: IncomingMessage;
  response: ServerResponse;
  maxBytes: number;
  /** Milliseconds until the last byte. */
  withinMs: number;
  /** Takes the bytes on while they arrive. */
  claim: BodyClaim;
}

/**
 * The whole body of a request. What is refused is not read on: the answer ends the connection (edge/connections).
 *
 * @throws Problem `payload_too_large`, `request_too_slow`, `gateway_busy`, `rate_limited`
 */
export function readBody(reading: Reading): Buffer | Promise<Buffer> {
  const { raw, maxBytes, claim } = reading;
  if (Number(raw.headers['content-length'] ?? 0) > maxBytes) throw new Problem('payload_too_large');
  if (!raw.complete) return readOn(reading);
  // Came with its head, or while the caller was looked for: nothing to wait for.
  if (raw.readableLength > maxBytes) throw new Problem('payload_too_large');
  claim.add(raw.readableLength);
  const body: unknown = raw.read();
  raw.resume();
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function readOn({ raw, response, maxBytes, withinMs, claim }: Reading): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (): void => {
      clearTimeout(timer);
      raw.off('data', onData).off('end', onEnd).off('close', onClose);
    };
    const fail = (error: unknown): void => {
      end();
      claim.release();
      reject(error instanceof Error ? error : new Problem('internal_error', { cause: error }));
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      try {
        if (size > maxBytes) throw new Problem('payload_too_large');
        claim.add(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        fail(error);
      }
    };
    const onEnd = (): void => {
      end();
      resolve(Buffer.concat(chunks, size));
    };
    // Gone before the last byte: nobody reads the answer.
    const onClose = (): void => {
      fail(new Problem('malformed_request'));
    };
    const timer = setTimeout(() => {
      fail(new Problem('request_too_slow'));
    }, withinMs);
    raw.on('data', onData).once('end', onEnd).once('close', onClose);
    // The end of the connection is told by `close`; without a listener the process would end.
    raw.on('error', () => undefined);
    letContinue(response);
  });
}
