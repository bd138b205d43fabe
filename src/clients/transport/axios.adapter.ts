import { AxiosHeaders, type AxiosAdapter, type AxiosResponse } from 'axios';
import type { Dispatcher } from 'undici';
import type { UpstreamTransport } from './upstream-transport.js';

/** A login or permission answer is a few KiB. */
const MAX_BYTES = 1_048_576;

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;

/**
 * Runs axios on the upstream's pool, so that typed calls have its limits and connections. An absolute URL would leave
 * the upstream and take a credential along: it is refused. Failures stay UpstreamErrors, which hold no headers.
 */
export function createAxiosAdapter(transport: Pick<UpstreamTransport, 'forward' | 'deadlineMs'>): AxiosAdapter {
  return async (config) => {
    const path = config.url ?? '';
    if (!path.startsWith('/') || path.startsWith('//')) throw new Error('only paths of the upstream are allowed');
    const deadlineMs = config.timeout ?? transport.deadlineMs;
    const answer = await transport.forward({
      method: methodOf(config.method),
      path,
      headers: requestHeaders(config.headers),
      deadlineMs,
      firstByteMs: deadlineMs,
      bufferBytes: MAX_BYTES,
      ...(typeof config.data === 'string' && { body: config.data }),
    });
    const data = answer.kind === 'whole' ? answer.body.toString('utf8') : '';
    const headers = new AxiosHeaders();
    for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) headers.set(name, value);
    return { data, status: answer.status, statusText: '', headers, config } satisfies AxiosResponse<string>;
  };
}

function methodOf(method = 'get'): Dispatcher.HttpMethod {
  const known = Object.entries(METHODS).find(([name]) => name === method.toLowerCase());
  if (known === undefined) throw new Error('unknown method');
  return known[1];
}

function requestHeaders(headers: AxiosHeaders): Record<string, string> {
  const result: Record<string, string> = { accept: 'application/json' };
  for (const [name, value] of Object.entries(headers.toJSON())) {
    if (typeof value === 'string') result[name.toLowerCase()] = value;
  }
  return result;
}
