import type { FastifyInstance } from 'fastify';
import { FAULT_KINDS, type FaultSpec } from '../faults.js';
import { InputCheck, isRecord } from '../http/input-check.js';
import { UPSTREAMS } from '../upstream.js';
import type { World } from '../world.js';

const MAX_BYTES = 16 * 1024 ** 3;
const MAX_DELAY_MS = 3_600_000;

/** `POST`, `GET`, `DELETE /faults`: how the next calls to an API go wrong. */
export function faultRoutes(app: FastifyInstance, world: World): void {
  app.post('/faults', (request, reply) => reply.code(201).send(world.faults.add(readFault(request.body))));

  app.get('/faults', (_request, reply) => reply.send({ faults: world.faults.list() }));

  app.delete('/faults', (_request, reply) => {
    world.faults.clear();
    return reply.code(204).send();
  });
}

function readFault(body: unknown): FaultSpec {
  const check = new InputCheck(body);
  const spec: FaultSpec = {
    upstream: check.oneOf('upstream', UPSTREAMS),
    method: check.optionalText('method')?.toUpperCase(),
    path: check.optionalText('path'),
    exact: check.optionalFlag('exact'),
    kind: check.oneOf('kind', FAULT_KINDS),
    times: check.optionalInteger('times', { min: 1, max: 1_000_000 }),
    delayMs: check.optionalInteger('delayMs', { min: 0, max: MAX_DELAY_MS }),
    maxDelayMs: check.optionalInteger('maxDelayMs', { min: 0, max: MAX_DELAY_MS }),
    p99DelayMs: check.optionalInteger('p99DelayMs', { min: 0, max: MAX_DELAY_MS }),
    status: check.optionalInteger('status', { min: 200, max: 599 }) ?? 500,
    body: isRecord(body) ? body['body'] : undefined,
    headers: readHeaders(check, body),
    bytes: check.optionalInteger('bytes', { min: 1, max: MAX_BYTES }) ?? 1024 * 1024,
    chunked: check.optionalFlag('chunked'),
  };
  checkProfile(check, spec);
  check.throwIfInvalid();
  return spec;
}

function checkProfile(check: InputCheck, { kind, delayMs, maxDelayMs, p99DelayMs }: FaultSpec): void {
  if (kind !== 'late') return;
  if (maxDelayMs !== undefined && p99DelayMs !== undefined)
    check.fail('maxDelayMs', 'and p99DelayMs exclude each other');
  if (delayMs === undefined || delayMs > Math.min(maxDelayMs ?? delayMs, p99DelayMs ?? delayMs)) {
    check.fail('delayMs', 'is required, and is the least of the delays');
  }
}

function readHeaders(check: InputCheck, body: unknown): FaultSpec['headers'] {
  if (!isRecord(body) || body['headers'] === undefined) return {};
  const headers: FaultSpec['headers'] = {};
  for (const [name, value] of Object.entries(check.record('headers'))) {
    if (typeof value === 'string') headers[name] = value;
    else if (Array.isArray(value) && value.every((item) => typeof item === 'string')) headers[name] = value;
    else check.fail(`headers.${name}`, 'must be a string or a list of strings');
  }
  return headers;
}
