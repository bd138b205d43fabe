import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client, LUIS, type Reply } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

const OK = { responses: { 200: { description: 'ok' } } };
const ID = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const LIST = { type: 'array', items: { type: 'number' } };
const FORM = {
  type: 'object',
  properties: { scan: { type: 'string', format: 'binary' }, note: { type: 'string' } },
};

/** Nothing of it is in the tables, and the simulator has none of it: it answers 404, which is enough to see what it was sent. */
const WALLET = {
  openapi: '3.0.3',
  paths: {
    '/branches/{id}': { get: { ...OK, parameters: [ID] } },
    '/branches': { post: { ...OK, requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } } },
    '/branches/lists': { post: { ...OK, requestBody: { content: { 'application/json': { schema: LIST } } } } },
    '/branches/scans': { post: { ...OK, requestBody: { content: { 'multipart/form-data': { schema: FORM } } } } },
    '/integrity': {
      get: { ...OK, parameters: [{ name: 'X-Branch-Id', in: 'header', schema: { type: 'string' } }] },
    },
    '/ledgers/{id}/': { get: { ...OK, parameters: [ID] } },
    '/webhooks': { get: OK },
    '/permissions': { get: OK },
    '/transactions/search': { get: OK },
    '/broken/../x': { get: OK },
  },
};

const permission = { resource: 'cards-admin', action: 'detail' };
const grant = (operations: string[], more: object = {}): object => ({
  upstream: 'wallet',
  scope: 'branches:write',
  operations,
  ...more,
});

describe('an imported operation', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let service: Client;
  let ana: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const directory = mkdtempSync(join(tmpdir(), 'contracts-'));
    writeFileSync(join(directory, 'wallet.json'), JSON.stringify(WALLET));
    const grants = [
      grant(['GET /branches/{id}'], { callers: ['operator', 'cardholder', 'service'], permission }),
      grant(['POST /branches'], { callers: ['operator', 'service'], permission, stepUp: 'required' }),
      grant(['POST /branches/lists']),
      grant(['POST /branches/scans'], { multipart: { files: ['scan'], maxBytes: 1000 } }),
      grant(['GET /integrity'], { credential: 'wallet-application-id' }),
      grant(['GET /ledgers/{id}/']),
      grant(['GET /webhooks', 'GET /transactions/s*', 'GET /broken*']),
    ];
    gateway = await GatewayProcess.start({
      config: { upstreams: upstreamsOf(simulator), contracts: { directory, grants } },
    });
    service = await new Client(gateway.url).asService();
    ana = await new Client(gateway.url).logIn();
  });

  beforeEach(() => control.forgetCalls());

  afterAll(async () => {
    await gateway.stop();
    await simulator.close();
  });

  const received = async (): Promise<string[]> =>
    (await control.calls({ upstream: 'wallet' }))
      .filter(({ path }) => !path.startsWith('/auth') && path !== '/users/auth/login')
      .map(({ method, path }) => `${method} ${path}`);

  const codeOf = ({ body }: Reply): unknown => body.code;

  it('is for whom the grant names, each with his own token and with the CMS permission of the grant', async () => {
    const jose = await new Client(gateway.url).logInAsCardholder();
    const luis = await new Client(gateway.url).logIn(LUIS);
    await control.forgetCalls();

    await service.get('/v1/branches/1');
    await ana.get('/v1/branches/2');
    await jose.get('/v1/branches/3');

    expect(await received()).toEqual(['GET /branches/1', 'GET /branches/2', 'GET /branches/3']);
    const calls = await control.calls({ path: '/branches' });
    const [ofService, ofOperator, ofCardholder] = calls.map(({ headers }) => headers['authorization']);
    expect(ofOperator).toBe(ofService);
    expect(ofCardholder).not.toBe(ofService);
    expect(codeOf(await luis.get('/v1/branches/4'))).toBe('permission_missing');
    expect(codeOf(await jose.get('/v1/integrity'))).toBe('caller_not_allowed');
  });

  it('can be called by a page with the headers that its file names', async () => {
    const { status, headers } = await new Client(gateway.url).send('OPTIONS', '/v1/integrity', {
      headers: {
        origin: 'http://localhost:8080',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'x-branch-id',
      },
    });

    expect(status).toBe(204);
    expect(headers.get('access-control-allow-headers')).toMatch(/\bx-branch-id\b/);
  });

  it('asks for a step-up where the grant does', async () => {
    expect(codeOf(await ana.post('/v1/branches', {}))).toBe('step_up_required');
    expect(await received()).toEqual([]);
    await service.post('/v1/branches', {});
    expect(await received()).toEqual(['POST /branches']);
  });

  it('takes a list where its file says so, and refuses what the file does not say', async () => {
    await service.send('POST', '/v1/branches/lists', { body: '[1.50, 2]' });
    expect((await control.onlyCall()).body).toBe('[1.50, 2]');
    for (const body of ['["a"]', '{}', '7']) {
      expect(codeOf(await service.send('POST', '/v1/branches/lists', { body }))).toBe('validation_failed');
    }
    expect(await received()).toEqual(['POST /branches/lists']);
  });

  it('is called without the slash at its end that the file has, and asked for with it', async () => {
    await service.get('/v1/ledgers/5');
    expect(await received()).toEqual(['GET /ledgers/5/']);
  });

  it('takes a form whose files the grant names', async () => {
    const upload = async (bytes: number): Promise<number> => {
      const body = new FormData();
      body.set('note', 'a note');
      body.set('scan', new File([new Uint8Array(bytes)], 'scan.tiff', { type: 'image/tiff' }));
      return (await service.open('/v1/branches/scans', { method: 'POST', body })).status;
    };

    expect(await upload(2000)).toBe(413);
    await upload(500);

    const [call] = (await control.calls({ path: '/branches/scans' })).filter(({ status }) => status !== null);
    expect(call?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(call?.bodyBytes).toBeGreaterThan(500);
  });

  it('has the credential of the grant', async () => {
    await service.get('/v1/integrity');
    expect((await control.onlyCall()).headers['applicationid']).toBe('app-demo');
  });

  it('goes before a wrong door, granted or not, and the door stays for other methods', async () => {
    await service.get('/v1/webhooks');

    expect(await received()).toEqual(['GET /webhooks']);
    expect(codeOf(await service.post('/v1/webhooks', {}))).toBe('wrong_door');
    expect(codeOf(await service.get('/v1/permissions'))).not.toBe('wrong_door');
  });

  it('keeps no other from being served where it cannot be, and is reported', async () => {
    await service.get('/v1/transactions/search');
    expect(await received()).toEqual([]);
    expect(await control.calls({ upstream: 'payments' })).toHaveLength(1);

    const { routes } = (await (await fetch(`${gateway.adminUrl}/ops/routes`)).json()) as { routes: { id: string }[] };
    const imported = routes.filter(({ id }) => id.startsWith('imported-'));
    expect(imported).toHaveLength(7);
  });
});
