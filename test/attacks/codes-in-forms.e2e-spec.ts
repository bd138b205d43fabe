/**
 * The attack: to have more than five tries at a code by sending it in forms, behind the file, cut anywhere, and many at once; or, by
 * uploads without any code, to keep those from working who have the same CMS user.
 */
import { ATTACK_START_MS, AttackedGateway } from '../support/attacked-gateway.js';
import { Client } from '../support/client.js';
import { RawConnection } from '../support/held-requests.js';

const TRIES = 5;
const PATH = '/v1/partners/partner-demo/cards/upload';
const UPSTREAM_PATH = '/app/partners/partner-demo/cards/upload';
const FILE = [
  '--b',
  'content-disposition: form-data; name="cards"; filename="a.xlsx"',
  'content-type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '',
  'PK\u0003\u0004 and more',
  '',
].join('\r\n');
const CODE = '--b\r\ncontent-disposition: form-data; name="otp"\r\n\r\n000000\r\n';
const END = '--b--\r\n';
const MANY = 12;

describe('forms of a service', () => {
  let attacked: AttackedGateway;
  let service: Client;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
    service = await attacked.anonymous.asService();
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());

  beforeEach(async () => {
    await Promise.all([attacked.forgetAttempts(), attacked.control.clearFaults(), attacked.control.forgetCalls()]);
  });

  /** The head of a form and its file; the rest is yet to come. */
  const begin = async (text: string): Promise<RawConnection> => {
    const form = await RawConnection.to(attacked.url);
    const { authorization = '' } = service.headers;
    const head = [`POST ${PATH} HTTP/1.1`, 'host: x', `authorization: ${authorization}`];
    const body = ['content-type: multipart/form-data; boundary=b', `content-length: ${text.length}`];
    form.send([...head, ...body, '', FILE].join('\r\n'));
    return form;
  };
  const end = async (form: RawConnection, rest: string): Promise<number | undefined> => {
    form.send(rest);
    await form.until(({ statuses }) => statuses.length > 0);
    form.destroy();
    return form.statuses[0];
  };
  const running = async (): Promise<number> => {
    const { body } = await new Client(attacked.gateway.adminUrl).get('/ops/upstreams');
    const pages = body.upstreams as { upstream: string; connections: { uploads: { running: number } } }[];
    return pages.find(({ upstream }) => upstream === 'cms')?.connections.uploads.running ?? 0;
  };

  it('wait for no others where they have no code', async () => {
    const forms = await Promise.all(Array.from({ length: MANY }, () => begin(FILE + END)));
    while ((await running()) < MANY && forms.every(({ statuses }) => statuses.length === 0));
    const statuses = await Promise.all(forms.map((form) => end(form, END)));

    expect(statuses).not.toContain(429);
    expect(await attacked.control.calls({ upstream: 'cms', path: UPSTREAM_PATH })).toHaveLength(MANY);
  });

  it('have five tries where they have one, many at once, and send none of the others', async () => {
    const refusal = { kind: 'status', status: 403, body: { success: false, message: 'The one-time code is wrong' } };
    await attacked.control.fault({ upstream: 'cms', path: UPSTREAM_PATH, ...refusal });
    const forms = await Promise.all(Array.from({ length: MANY }, () => begin(FILE + CODE + END)));
    for (const [index, form] of forms.entries()) form.send(CODE.slice(0, 5 * index + 1));
    while ((await running()) < MANY && forms.every(({ statuses }) => statuses.length === 0));
    const statuses = await Promise.all(forms.map((form, index) => end(form, CODE.slice(5 * index + 1) + END)));

    expect(statuses.filter((status) => status === 429)).toHaveLength(MANY - TRIES);
    expect(await attacked.control.calls({ upstream: 'cms', path: UPSTREAM_PATH })).toHaveLength(TRIES);
  });

  it('have harmed nobody', () => attacked.expectUnharmed());
});
