import { TestClient } from '../testing/test-client.js';

const HEAD = 'Content-Disposition: form-data; name=';
const FILE = `--b\r\n${HEAD}"file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\nsubscriptionId,amount\nsub_demo_active,1\r\n`;
const CLIENT = `--b\r\n${HEAD}"clientId"\r\n\r\nmigoDeveloper\r\n`;
const GOOD = `${CLIENT}${FILE}--b--\r\n`;

describe('multipart bodies', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(() => client.call('control', 'POST /reset'));
  afterAll(() => client.simulator.close());

  const send = async (body: string, contentType = 'multipart/form-data; boundary=b') => {
    const response = await fetch(`${client.simulator.urls.middleware}/v1/subscriptions/charges/upload-csv`, {
      method: 'POST',
      headers: { 'content-type': contentType, authorization: 'Bearer demo-middleware-jwt-0123456789abcdef' },
      body,
    });
    await response.text();
    return response.status;
  };

  it('are read with a plain and with a quoted boundary', async () => {
    expect(await send(GOOD)).toBe(202);
    await client.call('control', 'POST /reset');
    expect(await send(GOOD, 'multipart/form-data; charset=utf-8; boundary="b"')).toBe(202);
  });

  it.each([
    ['without a boundary', GOOD, 'multipart/form-data'],
    ['with another boundary', GOOD, 'multipart/form-data; boundary=c'],
    ['with an end that is missing', `${CLIENT}${FILE}`, undefined],
    ['cut inside a part', GOOD.slice(0, 120), undefined],
    ['with a part without headers', `--b\r\n\r\nx\r\n--b--\r\n`, undefined],
    ['with a part without a name', `--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n`, undefined],
    ['with a field sent twice', `${CLIENT}${GOOD}`, undefined],
    ['with a field that is too long', `${CLIENT.replace('migoDeveloper', 'x'.repeat(70_000))}${FILE}--b--`, undefined],
    [
      'with too many parts',
      `${Array.from({ length: 60 }, (_, i) => CLIENT.replace('clientId', `f${i}`)).join('')}${GOOD}`,
      undefined,
    ],
    ['that are empty', '', undefined],
  ])('are refused %s', async (what, body, contentType) => {
    expect(await send(body, contentType)).toBe(what.includes('too long') ? 413 : 400);
  });

  it('are taken on upload routes only up to the limit, and elsewhere less', async () => {
    const url = `${client.simulator.urls.wallet}/auth/login`;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ merchant: 'x'.repeat(5 * 1024 * 1024) });
    const response = await fetch(url, { method: 'POST', headers, body });
    expect(response.status).toBe(413);
    await response.text();
  });
});
