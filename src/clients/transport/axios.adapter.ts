import axios, { AxiosHeaders, type AxiosAdapter, type AxiosInstance, type AxiosResponse } from 'axios';
import type { Dispatcher } from 'undici';
import type { Answer, ForwardRequest } from './upstream-call.js';

/** A login or permission answer is a few KiB. */
const MAX_BYTES = 1_048_576;

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;

/** Where the calls of an instance go: one pool of connections, and how long a call may take there. */
interface AxiosLine {
  forward: (request: ForwardRequest) => Promise<Answer>;
  deadlineMs: number;
}

/** An axios of its own for each pool: for small JSON requests and answers. */
export function createAxios(line: AxiosLine): AxiosInstance {
  return axios.create({
    adapter: createAxiosAdapter(line),
    timeout: line.deadlineMs,
    allowAbsoluteUrls: false,
    maxRedirects: 0,
    // Text: whoever reads an answer parses it with care.
    transformResponse: (data: unknown) => data,
    // The caller classifies the status; nothing here may throw an error that carries the request's headers.
    validateStatus: () => true,
  });
}

/**
 * Runs axios on the upstream's pool, so that typed calls have its limits and connections. An absolute URL would leave
 * the upstream and take a credential along: it is refused. Failures stay UpstreamErrors, which hold no headers.
 */
function createAxiosAdapter(line: AxiosLine): AxiosAdapter {
  return async (config) => {
    const path = config.url ?? '';
    if (!path.startsWith('/') || path.startsWith('//')) throw new Error('only paths of the upstream are allowed');
    const deadlineMs = config.timeout ?? line.deadlineMs;
    const answer = await line.forward({
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
