import { once } from 'node:events';
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BULK, bytesOf, partsOf } from '../bulk.mjs';

/** One large answer, or one large form, from the first byte to the last. */
export async function transfer({ way, port, prefix, authorization }) {
  const { method, path, headers, status, body = [], answer } = BULK[way];
  const startedAt = performance.now();
  const call = request({
    host: '127.0.0.1',
    port,
    method,
    path: prefix + path,
    headers: { ...headers, authorization },
  });
  const answered = once(call, 'response');
  answered.catch(() => undefined);
  await pipeline(Readable.from(partsOf(body), { objectMode: false }), call);
  const [response] = await answered;
  let bytes = 0;
  for await (const chunk of response) bytes += chunk.length;
  const seconds = (performance.now() - startedAt) / 1000;
  if (response.statusCode !== status) throw new Error(`${response.statusCode} instead of ${status}`);
  if (bytes !== bytesOf(answer)) throw new Error(`${bytes} bytes instead of ${bytesOf(answer)}`);
  return { seconds, megabytes: (bytesOf(body) + bytesOf(answer)) / 1e6 };
}
