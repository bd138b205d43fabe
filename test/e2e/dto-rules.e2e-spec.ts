import type { Type } from '@nestjs/common';
import type { Client, Reply } from '../support/client.js';
import { sampleOf } from '../support/dto-samples.js';
import { type Violation, violationsOf } from '../support/dto-violations.js';
import { rowCall, send } from '../support/row-calls.js';
import { allStops, type Stop, Walk } from '../support/walk.js';

const stops = await allStops();
let walk: Walk;

beforeAll(async () => {
  walk = await Walk.start();
}, 30_000);

afterAll(() => walk.end());

interface Checked {
  stop: Stop;
  dto: Type;
  /** Which part of the request the DTO describes. */
  part: 'body' | 'query';
  text: boolean;
}

const checked = stops.flatMap(([operation, stop]): (readonly [string, Checked])[] => {
  const { body, query, upload } = stop.named.row;
  return [
    ...(body === undefined
      ? []
      : [[`the body of ${operation}`, { stop, dto: body, part: 'body', text: false }] as const]),
    ...(query === undefined
      ? []
      : [[`the query of ${operation}`, { stop, dto: query, part: 'query', text: true }] as const]),
    ...(upload?.fields === undefined
      ? []
      : [[`the form of ${operation}`, { stop, dto: upload.fields, part: 'body', text: true }] as const]),
  ];
});

describe.each(checked)('%s', (_name, { stop, dto, part, text }) => {
  const violations = violationsOf(dto, { text });

  it('passes as the API document shows it', async () => {
    const { params } = await walk.prepare(stop);

    const reply = await send(callerFor(stop), await rowCall(stop.named, { params, [part]: sampleOf(dto) }));

    expect(reply.body?.code).not.toBe('validation_failed');
    expect(await walk.received(stop)).toHaveLength(1);
  });

  if (violations.length > 0) {
    it(`is refused in ${violations.length} wrong forms, each time with the field's name and before any call`, async () => {
      const { params } = await walk.prepare(stop);
      const passed: string[] = [];

      for (const violation of violations) {
        const reply = await send(callerFor(stop), await rowCall(stop.named, { params, [part]: violation.body }));
        if (!names(reply, violation)) passed.push(`${violation.field} ${violation.how}: ${reply.status} ${reply.text}`);
      }

      expect(passed).toEqual([]);
      expect(await arrived(stop)).toEqual([]);
    });
  }
});

function callerFor(stop: Stop): Client {
  const [kind = 'public'] = [...stop.documented.callers].sort((a) => (a === 'operator' ? -1 : 0));
  return walk.callerFor(kind, stop).client;
}

function names({ status, body }: Reply, { field }: Violation): boolean {
  const errors: { field?: string }[] = body?.errors ?? [];
  return status === 400 && body?.code === 'validation_failed' && errors.some((error) => error.field === field);
}

/** Of an upload the upstream may have seen a part: what counts is whether it had a whole one. */
async function arrived(stop: Stop): Promise<string[]> {
  const calls = await walk.received(stop);
  const whole = stop.named.row.upload === undefined ? calls : calls.filter(({ bodyBytes }) => bodyBytes > 0);
  return whole.map(({ method, path }) => `${method} ${path}`);
}
