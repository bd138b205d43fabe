import fc from 'fast-check';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { allRows } from '../conventions/route-tables.js';
import { Client } from '../support/client.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { numberText, OUTLIERS } from '../support/number-texts.js';
import { rowCall, send } from '../support/row-calls.js';

const SHOP = 'http://localhost:8080';
const PAGE = 20_000;

const normalised = (await allRows()).filter(({ row }) => row.answer === 'envelope');

describe('100,000 numbers', () => {
  let simulator: Simulator;
  let fronts: FrontedUpstream[];
  let gateway: GatewayProcess;
  let service: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    const { wallet, middleware } = simulator.urls;
    const business = /\/(transactions|transactions-hook|terminal-payment|subscriptions)\b/;
    fronts = [await FrontedUpstream.start(wallet, business), await FrontedUpstream.start(middleware, business)];
    const [walletFront, middlewareFront] = fronts.map(({ url }) => url);
    const urls = { ...simulator.urls, wallet: walletFront ?? '', middleware: middlewareFront ?? '' };
    // A page without a login sends far more than a body of it may usually have.
    const server = { bodies: { strangerBytes: 1_048_576 } };
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf({ urls }), server } });
    service = await new Client(gateway.url).asService();
  });

  afterAll(async () => {
    await simulator.close();
    for (const front of fronts) await front.close();
    await gateway.stop();
  });

  const answerWith = (text: string): void => {
    for (const front of fronts) {
      front.answers((incoming, response) => {
        incoming.resume();
        incoming.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(text));
      });
    }
  };

  const texts = fc.sample(numberText, OUTLIERS.length * PAGE);
  const pages = OUTLIERS.map((outlier, index) => {
    const values = texts.slice(index * PAGE, (index + 1) * PAGE).join(',');
    return { outlier, values };
  });

  it('are as many, on every normalised route there is', () => {
    expect(texts).toHaveLength(100_000);
    expect(normalised.length).toBeGreaterThanOrEqual(5);
  });

  it.each(normalised.map((named) => [named.name, named] as const))(
    'keep their text through %s',
    async (_name, named) => {
      const client = named.row.callers.includes('service') ? service : new Client(gateway.url, { origin: SHOP });
      for (const { outlier, values } of pages) {
        answerWith(outlier(values));
        const { status, text } = await send(client, await rowCall(named));

        expect({ status, isEnvelope: text.startsWith('{"success":true,') }).toEqual({ status: 200, isEnvelope: true });
        expect(text.includes(`"amounts":[${values}]`)).toBe(true);
      }
    },
  );

  it('keep their text where nothing is normalised', async () => {
    for (const { outlier, values } of pages) {
      answerWith(outlier(values));
      const { text } = await service.get('/v1/subscriptions?userId=1&clientId=migoDeveloper');
      expect(text === outlier(values)).toBe(true);
    }
  });

  it('keep their text on the way to Migo, also where the gateway adds its keys to the body', async () => {
    let received = '';
    for (const front of fronts) {
      front.answers((incoming, response) => {
        incoming.setEncoding('utf8').on('data', (part: string) => (received += part));
        incoming.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"uid":"u"}'));
      });
    }
    const page = new Client(gateway.url, { origin: SHOP });
    for (const { values } of pages) {
      received = '';
      const body = `{"amount":10.00,"userId":"1","customKeys":{"amounts":[${values}]}}`;
      expect((await page.post('/v1/transactions-hook', body)).status).toBe(200);
      expect(received.includes(`"amount":10.00,"userId":"1","customKeys":{"amounts":[${values}]}`)).toBe(true);
      expect(received).toContain('"privateKey":"');
    }
  });
});
