import { AxiosError, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { UpstreamError } from '../../src/clients/transport/upstream-error.js';
import { serializeError } from '../../src/observability/error.serializer.js';
import { logLines } from '../storage/log-lines.js';

const log = logLines();
beforeEach(() => {
  log.clear();
});

/** What axios throws: it carries the request with its credential, and the answer. */
function axiosError(): AxiosError {
  const headers = new AxiosHeaders({ authorization: 'Bearer canary-token', 'x-user-token': 'Bearer canary-user' });
  const config: InternalAxiosRequestConfig<string> = {
    headers,
    url: '/auth/login',
    data: '{"password":"canary-password"}',
  };
  const request = { headers: { authorization: 'Bearer canary-token' }, socket: { secret: 'canary-socket' } };
  const answer: AxiosResponse<unknown, string> = {
    status: 500,
    statusText: '',
    headers: { 'set-cookie': ['canary-cookie'] },
    data: { accessToken: 'canary-answer' },
    config,
    request,
  };
  return new AxiosError('Request failed with status code 500', 'ERR_BAD_RESPONSE', config, request, answer);
}

describe('what is logged of an error', () => {
  it('is its name, message, code and stack, and nothing of what an HTTP library hangs onto it', () => {
    const serialized = serializeError(axiosError());
    expect(Object.keys(serialized).sort()).toEqual(['code', 'message', 'stack', 'type']);
    expect(serialized).toMatchObject({ type: 'AxiosError', code: 'ERR_BAD_RESPONSE' });
    expect(JSON.stringify(serialized)).not.toContain('canary');
  });

  it('is the same for its causes, which have no stack of their own', () => {
    const serialized = serializeError(new UpstreamError('cms', 'cut', true, { cause: axiosError() }));
    expect(serialized).toMatchObject({ type: 'UpstreamError', message: 'cms: cut', cause: { type: 'AxiosError' } });
    expect(serialized.cause).not.toHaveProperty('stack');
    expect(JSON.stringify(serialized)).not.toContain('canary');
  });

  it.each([
    ['a text', 'canary'],
    ['an object', { headers: { authorization: 'canary' } }],
    ['nothing', undefined],
    ['null', null],
  ])('is only its type where %s was thrown', (_what, thrown) => {
    expect(serializeError(thrown)).toEqual({ type: typeof thrown, message: 'not an Error' });
    expect(JSON.stringify(serializeError(new Error('outer', { cause: thrown })))).not.toContain('canary');
  });

  it('ends, also where an error is its own cause', () => {
    const error = new Error('circle');
    error.cause = error;
    expect(JSON.stringify(serializeError(error)).match(/circle/g)?.length).toBeLessThan(10);
  });

  it('leaves out a code that is no text', () => {
    expect(serializeError(Object.assign(new Error('x'), { code: { token: 'canary' } }))).not.toHaveProperty('code');
  });
});

describe('a line of the log', () => {
  it('holds of an error what the serializer names', () => {
    log.logger.error({ err: new UpstreamError('cms', 'cut', true, { cause: axiosError() }) }, 'failed');
    const [line = ''] = log.lines();
    expect(JSON.parse(line)).toMatchObject({ err: { type: 'UpstreamError', cause: { type: 'AxiosError' } } });
    expect(line).not.toContain('canary');
  });

  it.each(['authorization', 'cookie', 'password', 'accessToken', 'refreshToken', 'token', 'signature'])(
    'does not show a field that is called %s, should one ever get there',
    (name) => {
      log.logger.info({ [name]: 'canary', inner: { [name]: 'canary' } }, 'oops');
      expect(log.lines()).toHaveLength(1);
      expect(log.lines().join()).not.toContain('canary');
    },
  );
});
