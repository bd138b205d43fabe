import { ReceivedCalls, type ReceivedCall } from './received-calls.js';

const EVERYTHING = { upstream: undefined, method: undefined, path: undefined, exact: false };

function call(url: string): ReceivedCall {
  const at = '2026-01-01T00:00:00.000Z';
  const sent = { query: {}, headers: {}, body: '', bodyBytes: 0, status: null, answer: '' };
  return { at, upstream: 'wallet', method: 'GET', path: url, url, ...sent };
}

describe('received calls', () => {
  it('keeps at most the latest 20,000', () => {
    const calls = new ReceivedCalls();
    for (let index = 0; index < 45_000; index += 1) calls.add(call(`/${index}`));
    expect(calls.count).toBeLessThanOrEqual(20_000);
    expect(calls.select(EVERYTHING).at(-1)?.path).toBe('/44999');
  });

  it('keeps 64 KiB of a body, and not gigabytes of bodies', () => {
    const calls = new ReceivedCalls();
    const body = Buffer.alloc(100_000, 'a');
    for (let index = 0; index < 2500; index += 1) {
      const received = call(`/${index}`);
      calls.add(received);
      calls.setBody(received, body);
    }
    const kept = calls.select(EVERYTHING);
    expect(kept.at(-1)).toMatchObject({ bodyBytes: 100_000 });
    expect(kept.at(-1)?.body).toHaveLength(65_536);
    expect(kept.length).toBeLessThanOrEqual(2048);
  });

  it('keeps 64 KiB of an answer, and not gigabytes of answers', () => {
    const calls = new ReceivedCalls();
    for (let index = 0; index < 2500; index += 1) {
      const received = call(`/${index}`);
      calls.add(received);
      calls.setAnswer(received, 'a'.repeat(100_000));
    }
    const kept = calls.select(EVERYTHING);
    expect(kept.at(-1)?.answer).toHaveLength(65_536);
    expect(kept.length).toBeLessThanOrEqual(2048);
  });
});
