import type { RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { eventually } from '../storage/eventually.js';
import { Client } from '../support/client.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { MIB, residentBytes, takePeak } from '../support/memory.js';

const START_MS = 60_000;
const PROGRESS = '/v1/partners/partner-demo/cardholders/batch/bat_1/progress';
/** 60 for the acceptance of a release; a short stream finds the same faults. */
const SECONDS = Number(process.env['EVENT_STREAM_SECONDS'] ?? 5);
const EVERY_MS = 200;
const EVENT_HEAD = { 'content-type': 'text/event-stream', 'x-powered-by': 'Express' };
/** Longer than what any other of these streams is silent for. */
const HEARTBEAT_MS = 1000;
const PADDING = 'x'.repeat(2000);

interface Arrived {
  lateMs: number[];
  bytes: number;
}

describe('an event stream', () => {
  let simulator: Simulator;
  let cms: FrontedUpstream;
  let gateway: GatewayProcess;
  let ana: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    cms = await FrontedUpstream.start(simulator.urls.cms, /\/progress$/);
    const upstreams = upstreamsOf({ urls: { ...simulator.urls, cms: cms.url } });
    gateway = await GatewayProcess.start({ config: { upstreams, server: { heartbeatMs: HEARTBEAT_MS } } });
    ana = await new Client(gateway.url).logIn();
  }, START_MS);

  afterAll(async () => {
    await simulator.close();
    await cms.close();
    await gateway.stop();
  });

  const follow = (signal?: AbortSignal): Promise<Response> =>
    ana.open(PROGRESS, { headers: { accept: 'text/event-stream' }, ...(signal !== undefined && { signal }) });

  it(
    'passes each event on when it comes, for as long as it lasts, without keeping any',
    async () => {
      const takesMs = SECONDS * 1000;
      cms.answers(streamFor({ takesMs: 1000, everyMs: 1 }));
      await (await follow()).text();
      cms.answers(streamFor({ takesMs, everyMs: EVERY_MS }));
      takePeak(gateway.pid);
      const before = residentBytes(gateway.pid);

      const answer = await follow();
      const { lateMs, bytes } = await arrivals(answer);

      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/event-stream');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-powered-by')).toBeNull();
      expect(lateMs.length).toBeGreaterThan((takesMs / EVERY_MS) * 0.5);
      expect(bytes).toBeGreaterThan(lateMs.length * PADDING.length);
      // Held back until the next one, an event would be late by the time between two.
      expect(median(lateMs)).toBeLessThan(EVERY_MS);
      expect(takePeak(gateway.pid) - before).toBeLessThan(20 * MIB);
    },
    (SECONDS + 30) * 1000,
  );

  it('ends upstream when the browser closes it', async () => {
    const opened = new Promise<ServerResponse>((resolve) => {
      cms.answers((_request, response) => {
        response.writeHead(200, EVENT_HEAD).write('data: {"batchId":"bat_1"}\n\n');
        resolve(response);
      });
    });
    const browser = new AbortController();
    const answer = await follow(browser.signal);
    const upstream = await opened;
    const closed = new Promise<number>((resolve) =>
      upstream.once('close', () => {
        resolve(performance.now());
      }),
    );

    const leftAt = performance.now();
    browser.abort();

    expect((await closed) - leftAt).toBeLessThan(1000);
    await expect(answer.text()).rejects.toThrow();
  });

  it('beats while the CMS is silent: between events, and in none of them', async () => {
    const parts = ['data: {"batch', 'Id":"bat_1"}\n', 'data: 2\r\n', '\r\n', 'event: done\ndata: 3\n\n'];
    const silences: (() => void)[] = [];
    cms.answers((_request, response) => {
      response.writeHead(200, EVENT_HEAD).flushHeaders();
      const sendNext = (): void => {
        const next = parts[silences.length - 1];
        silences.push(sendNext);
        if (next === undefined) response.end();
        else response.write(next);
      };
      silences.push(sendNext);
    });
    const answer = await follow();
    let text = '';
    const decoder = new TextDecoder();
    const reading = (async (): Promise<void> => {
      for await (const part of answer.body ?? []) text += decoder.decode(part as Uint8Array, { stream: true });
    })();
    const beats = (): number => text.split(':\n\n').length - 1;
    const beatAgain = async (): Promise<void> => {
      const before = beats();
      await eventually(() => Promise.resolve(beats() > before));
    };
    const send = async (): Promise<void> => {
      const before = text.length;
      silences.at(-1)?.();
      await eventually(() => Promise.resolve(text.length > before));
    };

    await beatAgain();
    for (const part of parts) {
      await send();
      if (/^\r?\n$|\n\n$/.test(part)) await beatAgain();
      else await sleep(HEARTBEAT_MS * 1.5);
    }
    silences.at(-1)?.();
    await reading;

    expect(text.replaceAll(/(?<=^|\n\n|\r\n\r\n)(:\n\n)+/g, '')).toBe(parts.join(''));
  });

  it('has no beats where it is compressed', async () => {
    const coded = gzipSync('data: 1\n\n');
    cms.answers((_request, response) => {
      response.writeHead(200, { ...EVENT_HEAD, 'content-encoding': 'gzip' }).write(coded.subarray(0, 10));
      setTimeout(() => response.end(coded.subarray(10)), HEARTBEAT_MS * 2.5);
    });

    expect(await (await follow()).text()).toBe('data: 1\n\n');
  });

  it('is open before its first event has come', async () => {
    let send: () => void = () => undefined;
    cms.answers((_request, response) => {
      response.writeHead(200, EVENT_HEAD).flushHeaders();
      send = () => response.end('data: {"batchId":"bat_1"}\n\n');
    });

    const answer = await follow();
    send();

    expect(await answer.text()).toBe('data: {"batchId":"bat_1"}\n\n');
  });

  it('that breaks off breaks off for the client too', async () => {
    cms.answers((_request, response) => {
      response.writeHead(200, EVENT_HEAD).write('data: {"batchId":"bat_1"}\n\n');
      setTimeout(() => response.destroy(), 50);
    });

    await expect((await follow()).text()).rejects.toThrow();
    expect((await fetch(`${gateway.adminUrl}/livez`)).status).toBe(200);
  });

  it.each([
    [
      'a refusal',
      404,
      'application/json',
      '{"success":false,"errors":[{"code":"7010","message":"x"}]}',
      404,
      'not_found',
    ],
    ['a web page', 200, 'text/html', '<html>login</html>', 502, 'upstream_invalid_answer'],
    ['a refusal with 200', 200, 'application/json', '{"success":false,"statusCode":409}', 409, 'conflict'],
    ['broken JSON', 200, 'application/json', '{"success":', 502, 'upstream_invalid_answer'],
  ])('that turns out to be %s is a problem', async (_what, status, type, body, expected, code) => {
    cms.answers((_request, response) => response.writeHead(status, { 'content-type': type }).end(body));

    expect(await ana.get(PROGRESS)).toMatchObject({ status: expected, body: { code } });
  });

  it.each([
    ['JSON', '{"success":true,"data":{"batchId":"bat_1","status":"completed"}}', undefined],
    ['nothing', '', '{"success":true}'],
    ['OK', 'OK', '{"success":true,"data":"OK"}'],
  ])('that turns out to be %s is a success without events', async (_what, body, told) => {
    cms.answers((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));

    const reply = await ana.get(PROGRESS);

    expect(reply).toMatchObject({ status: 200, text: told ?? body });
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it.each(['Text/Event-Stream', 'text/event-stream; charset=UTF-8', 'text/event-stream;charset=utf-8'])(
    'may say its type as %s',
    async (type) => {
      cms.answers((_request, response) => response.writeHead(200, { 'content-type': type }).end('data: 1\n\n'));

      expect(await ana.get(PROGRESS)).toMatchObject({ status: 200, text: 'data: 1\n\n' });
    },
  );

  it('goes on where it broke off: the CMS is told the last event', async () => {
    const asked: unknown[] = [];
    cms.answers((incoming, response) => {
      asked.push(incoming.headers['last-event-id']);
      response.writeHead(200, EVENT_HEAD).end();
    });

    await ana.get(PROGRESS, { headers: { 'last-event-id': 'event-17' } });
    await ana.get(PROGRESS);

    expect(asked).toEqual(['event-17', undefined]);
  });

  it('that comes compressed says so', async () => {
    const coded = gzipSync('data: 1\n\n');
    const head = { ...EVENT_HEAD, 'content-encoding': 'gzip' };
    cms.answers((_request, response) => response.writeHead(200, head).end(coded));

    expect(await ana.get(PROGRESS)).toMatchObject({ status: 200, text: 'data: 1\n\n' });
  });

  it('asks the CMS for events, with both tokens', async () => {
    let headers: unknown;
    cms.answers((incoming, response) => {
      headers = incoming.headers;
      response.writeHead(200, EVENT_HEAD).end();
    });

    await (await follow()).text();
    await sleep(0);

    expect(headers).toMatchObject({
      accept: 'text/event-stream',
      authorization: expect.stringMatching(/^Bearer /),
      'x-user-token': expect.stringMatching(/^Bearer /),
    });
  });
});

function streamFor({ takesMs, everyMs }: { takesMs: number; everyMs: number }): RequestListener {
  return (_request, response) => {
    response.writeHead(200, EVENT_HEAD).flushHeaders();
    const startedAt = performance.now();
    const timer = setInterval(() => {
      response.write(`data: {"batchId":"bat_1","sentAt":${performance.now()},"padding":"${PADDING}"}\n\n`);
      if (performance.now() - startedAt < takesMs) return;
      clearInterval(timer);
      response.end();
    }, everyMs);
  };
}

/** How late each event was, by the clock that it carries. */
async function arrivals({ body }: Response): Promise<Arrived> {
  const lateMs: number[] = [];
  let text = '';
  let bytes = 0;
  const decoder = new TextDecoder();
  for await (const part of body ?? []) {
    bytes += (part as Uint8Array).length;
    text += decoder.decode(part as Uint8Array, { stream: true });
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const { sentAt } = JSON.parse(text.slice('data: '.length, end)) as { sentAt: number };
      lateMs.push(performance.now() - sentAt);
      text = text.slice(end + 2);
    }
  }
  return { lateMs, bytes };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Infinity;
}
