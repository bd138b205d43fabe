import { BASE_PATHS } from '../../simulator/upstream.js';
import { CALLER_KINDS, type CallerKind } from '../../src/common/caller-kinds.js';
import { OpenBodyDto } from '../../src/routes/open-body.dto.js';
import { Client, type Reply } from '../support/client.js';
import type { DocumentedRoute } from '../support/documented-routes.js';
import { fieldsOf } from '../support/dto-samples.js';
import { expectAnswer } from '../support/expected-answers.js';
import { expectedCredential, provenBy } from '../support/expected-credentials.js';
import { fill, type RowCall, rowCall, send } from '../support/row-calls.js';
import type { ReceivedCall } from '../support/simulator-control.js';
import { allStops, type Stop, Walk } from '../support/walk.js';

/** Beside credentials, content and the headers that a row passes on. */
const EVERY_CALL = ['accept', 'connection', 'host', 'user-agent', 'x-request-id'];

const stops = await allStops();
let walk: Walk;

beforeAll(async () => {
  walk = await Walk.start();
}, 30_000);

afterAll(() => walk.end());

describe.each(stops)('%s', (_operation, stop) => {
  const { documented, named } = stop;
  const unlisted = CALLER_KINDS.filter((kind) => !documented.callers.includes(kind));
  const listed = (kind: CallerKind): boolean => documented.callers.includes(kind);

  it.each(documented.callers)(
    'takes the call of a caller of the kind %s to its upstream and the answer back',
    async (kind) => {
      const call = await walk.prepare(stop);
      const { client, subject } = walk.callerFor(kind, stop);

      const strayed = withStrayParameter(call);
      const reply = await send(client, strayed);

      const [received, ...more] = await walk.received(stop);
      expect({ status: reply.status, calls: received === undefined ? 0 : more.length + 1 }).toEqual({
        status: named.row.success ?? 200,
        calls: 1,
      });
      if (received === undefined) throw new Error('nothing was received');
      expectUpstreamCall(received, { stop, call: kind === 'public' ? call : strayed, kind, subject });
      expectAnswer(reply, { received, stop });
      expect(await walk.control.missingHeaders()).toEqual([]);
    },
  );

  it.each(unlisted)('refuses a caller of the kind %s and calls nobody', async (kind) => {
    const call = await walk.prepare(stop);

    const reply = await send(walk.callers[kind], call);

    const expected = kind === 'public' ? [401, 'authentication_required'] : [403, 'caller_not_allowed'];
    expectRefusal(reply, expected);
    expect(await walk.control.calls()).toEqual([]);
  });

  it('refuses who does not say who is calling', async () => {
    const reply = await send(new Client(walk.gateway.url), await walk.prepare(stop));
    expectRefusal(reply, [401, 'authentication_required']);
    expect(await walk.control.calls()).toEqual([]);
  });

  if (listed('public')) {
    it('refuses a page that is nobody’s', async () => {
      const call = await walk.prepare(stop);
      const reply = await send(walk.callers.public, {
        ...call,
        headers: { ...call.headers, origin: 'https://elsewhere.example' },
      });
      expectRefusal(reply, [403, 'origin_not_allowed']);
      expect(await walk.control.calls()).toEqual([]);
    });
  }

  if (documented.callers.join() === 'service') {
    it('does not exist for an operator in a browser', async () => {
      const reply = await send(walk.callers.browser, await walk.prepare(stop));
      expectRefusal(reply, [404, 'route_not_found']);
      expect(await walk.control.calls()).toEqual([]);
    });
  }

  if (listed('service')) {
    it('refuses a service without the scope', async () => {
      const narrow = [...walk.callers.narrowServices].find(([scope]) => areaOf(scope) !== areaOf(named.row.scope));
      if (narrow === undefined) throw new Error('no service with another scope');
      const reply = await send(narrow[1], await walk.prepare(stop));
      expectRefusal(reply, [403, 'scope_missing']);
      expect(await walk.control.calls()).toEqual([]);
    });
  }

  if (listed('operator') && documented.upstream === 'wallet') {
    it('refuses an operator without the permission', async () => {
      const reply = await send(walk.callers.pedro, await walk.prepare(stop));
      expectRefusal(reply, [403, 'permission_missing']);
      expect(await walk.received(stop)).toEqual([]);
    });
  }

  if (documented.notes.includes('step-up')) {
    it('refuses an operator who has verified no one-time code in this session, and sends none', async () => {
      await walk.prepare(stop);
      const reply = await send(walk.callers.unverified, await rowCall(named, { body: {} }));
      expectRefusal(reply, [401, 'step_up_required']);
      expect(await walk.control.calls()).toEqual([]);
    });
  }

  if (documented.operation.includes('{partnerId}')) {
    it('refuses a partner that is not the tenant’s', async () => {
      const call = await walk.prepare(stop);
      const path = call.path.replace('/partner-demo', '/partner-other');
      const reply = await send(walk.callers.operator, { ...call, path });
      expectRefusal(reply, [403, 'FORBIDDEN']);
      expect(await walk.control.calls()).toEqual([]);
    });
  }
});

/** With a parameter that no row declares. Of a caller without a login it stops at the gateway. */
function withStrayParameter(call: RowCall): RowCall {
  return { ...call, query: `${call.query}${call.query === '' ? '?' : '&'}stray=gone-astray` };
}

interface Sent {
  stop: Stop;
  call: RowCall;
  kind: CallerKind;
  subject: string;
}

function expectUpstreamCall(received: ReceivedCall, { stop, call, kind, subject }: Sent): void {
  const { documented, named } = stop;
  const credential = expectedCredential(documented, { kind, subject });
  expect(targetOf(received)).toEqual(expectedTarget(documented, call));
  const names = Object.keys(credential.headers);
  expect(Object.fromEntries(names.map((name) => [name, provenBy(received, name)]))).toEqual(credential.headers);
  const passedOn = (named.row.headers ?? []).filter((name) => call.headers[name] !== undefined);
  expect(passedOn.map((name) => received.headers[name])).toEqual(passedOn.map((name) => call.headers[name]));
  const content = received.bodyBytes > 0 ? ['content-length', 'content-type'] : [];
  const lengthOnly = received.bodyBytes === 0 && received.headers['content-length'] === '0' ? ['content-length'] : [];
  expect(Object.keys(received.headers).sort()).toEqual(
    [...EVERY_CALL, ...names, ...passedOn, ...content, ...lengthOnly].sort(),
  );
  expect(JSON.stringify([received.headers, received.body])).not.toContain('astray');
  const declared = kind === 'public' ? declaredOf(call, stop) : undefined;
  if (declared === undefined) expectBody(received, { stop, call, added: credential.body });
  else expect(JSON.parse(received.body)).toEqual({ ...declared, ...credential.body });
}

/** The members that the row declares: of a caller without a login only these arrive. Of a body that Migo does not document, all do. */
function declaredOf({ body }: RowCall, { named: { row } }: Stop): object | undefined {
  if (typeof body !== 'string' || row.body === undefined) return undefined;
  if (fieldsOf(row.body).length === 0 || row.body.prototype instanceof OpenBodyDto) return undefined;
  const { probe, ...declared } = JSON.parse(body) as Record<string, unknown>;
  expect(probe).toBeDefined();
  return declared;
}

/** Byte for byte what the client sent, but for what the gateway puts in. */
function expectBody(
  { headers, body, bodyBytes }: ReceivedCall,
  {
    stop: { documented },
    call,
    added,
  }: Pick<Sent, 'stop' | 'call'> & { added: Readonly<Record<string, string>> | undefined },
): void {
  const { 'x-otp': otp } = call.headers;
  const puts = { ...(documented.notes.includes('otp') && otp !== undefined && { otp }), ...added };
  if (Object.keys(puts).length > 0) {
    const sent = typeof call.body === 'string' ? (JSON.parse(call.body) as object) : {};
    expect(JSON.parse(body)).toEqual({ ...sent, ...puts });
    return;
  }
  expect(body).toBe(call.body?.toString() ?? '');
  expect(bodyBytes).toBe(Buffer.byteLength(call.body ?? ''));
  if (call.body !== undefined) expect(headers['content-type']).toBe(call.headers['content-type']);
}

function targetOf({ upstream, method, url }: ReceivedCall): object {
  return { upstream, method, url };
}

function expectedTarget({ upstream, upstreamOperation }: DocumentedRoute, { params, query }: RowCall): object {
  const [method, path = ''] = upstreamOperation.split(' ');
  return { upstream, method, url: BASE_PATHS[upstream] + fill(path, params) + query };
}

/** Whoever may write in an area may read there too. */
function areaOf(scope: string): string {
  return scope.slice(0, scope.indexOf(':'));
}

function expectRefusal({ status, body, headers }: Reply, [expected, code]: readonly (string | number)[]): void {
  expect({ status, code: body.code, success: body.success, type: headers.get('content-type') }).toEqual({
    status: expected,
    code,
    success: false,
    type: 'application/problem+json; charset=utf-8',
  });
}
