/** Origins as browsers and the web views of apps send them (RFC 6454, section 6.2), and as people write them in settings. */
import { loadSettings } from '../../src/config/settings.loader.js';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';

/** What the settings say, and what arrives in `Origin`. */
const ORIGINS: [written: string, sent: string][] = [
  ['https://app.partner.example', 'https://app.partner.example'],
  ['HTTPS://Shop.Partner.Example', 'https://shop.partner.example'],
  ['https://default.partner.example:443', 'https://default.partner.example'],
  ['http://plain.partner.example:80', 'http://plain.partner.example'],
  ['https://other.partner.example:8443', 'https://other.partner.example:8443'],
  ['https://b\u00fccher.example', 'https://xn--bcher-kva.example'],
  ['http://[0:0:0:0:0:0:0:1]:5173', 'http://[::1]:5173'],
  ['capacitor://localhost', 'capacitor://localhost'],
  ['Ionic://localhost', 'ionic://localhost'],
  ['app://com.partner.Wallet', 'app://com.partner.wallet'],
  ['tauri://localhost', 'tauri://localhost'],
];

describe('the origin of a page', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess;
  let page: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    const [demo] = loadSettings({ env: {}, directory: 'config' }).partners;
    const partners = [Object.assign({}, demo, { origins: ORIGINS.map(([written]) => written) })];
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), partners } });
    page = new Client(gateway.url);
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  const readable = async (origin: string): Promise<string | null> =>
    (await page.get('/health', { headers: { origin } })).headers.get('access-control-allow-origin');
  const preflight = async (origin: string): Promise<string | null> => {
    const headers = {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'last-event-id',
    };
    const reply = await page.send('OPTIONS', '/v1/auth/session', { headers });
    return reply.headers.get('access-control-allow-headers');
  };

  it.each(ORIGINS)('written as %s is known as %s', async (_written, sent) => {
    expect(await readable(sent)).toBe(sent);
    expect(await preflight(sent)).toContain('last-event-id');
  });

  it.each([
    'https://APP.partner.example',
    'https://app.partner.example:443',
    'https://app.partner.example/',
    'https://app.partner.example.',
    'http://app.partner.example',
    'https://evil.example',
    'capacitor://localhost:80',
    'capacitor://evil',
    'ionic://localhost, capacitor://localhost',
    'null',
    '*',
  ])('%s, which no browser sends or nobody named, is not known', async (origin) => {
    expect(await readable(origin)).toBeNull();
    expect(await preflight(origin)).toBeNull();
  });
});
