import { Client } from '../support/client.js';
import { GatewayProcess } from '../support/gateway-process.js';

const SERVERS = [
  { url: 'https://sandbox.gateway.example/', description: 'sandbox' },
  { url: 'https://gateway.example:8443', description: 'production' },
];

describe('the servers of the document', () => {
  const running: GatewayProcess[] = [];
  const start = async (config: object): Promise<Client> => {
    const gateway = await GatewayProcess.start({ config });
    running.push(gateway);
    return new Client(gateway.url);
  };

  afterAll(() => Promise.all(running.map((gateway) => gateway.stop())));

  it('begin with the gateway itself, wherever the document was read: on any port', async () => {
    const client = await start({});
    const [own] = (await client.get('/openapi.json')).body.servers;

    expect(own).toEqual({ url: '/', description: 'simulator: this gateway' });
    expect(new URL(own.url, `${client.baseUrl}/openapi.json`).origin).toBe(client.baseUrl);
  });

  it('are then those of `docs.servers`, which the console may call, and no other', async () => {
    const client = await start({ publicUrl: 'https://dev.gateway.example', docs: { servers: SERVERS } });
    const { servers } = (await client.get('/openapi.json')).body;
    const { headers } = await client.get('/docs');

    expect(servers).toEqual([
      { url: 'https://dev.gateway.example', description: 'simulator: this gateway' },
      { url: 'https://sandbox.gateway.example', description: 'sandbox' },
      { url: 'https://gateway.example:8443', description: 'production' },
    ]);
    expect(headers.get('content-security-policy')).toContain(
      "connect-src 'self' https://sandbox.gateway.example https://gateway.example:8443;",
    );
  });
});
