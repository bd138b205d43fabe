import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { type Json, type Operation, operationsIn } from '../support/agreement/document-check.js';
import { Client, JOSE, type Reply } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';

const ORIGIN = 'http://localhost:8080';

/** What cannot succeed without something that nobody can write into a document, and how it is answered then. */
const EXCEPTIONS: Readonly<Record<string, { status: number; why: string }>> = {};

/** What ends or takes away what others need. */
const LAST = ['cancelSubscription', 'deleteLinkedCard', 'deleteTerminal', 'deleteSession'];

describe('what the console fills in', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    simulator = await startSimulator({ ports: { wallet: 0, middleware: 0, cms: 0, payments: 0, control: 0 } });
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  it('succeeds for every operation on a gateway that was just started', async () => {
    const anonymous = new Client(gateway.url);
    const document: Json = (await anonymous.get('/openapi.json')).body;
    // A file is chosen by hand.
    const filled = operationsIn(document).filter(({ body }) => body?.type !== 'multipart/form-data');
    const operations = filled.sort((a, b) => LAST.indexOf(a.id) - LAST.indexOf(b.id));
    const callers: Record<string, Client> = {
      operator: await anonymous.logIn(),
      service: await anonymous.asService(),
      cardholder: await anonymous.logInAsCardholder(JOSE),
      public: new Client(gateway.url, { origin: ORIGIN }),
    };
    const failed: string[] = [];
    for (const operation of operations) {
      const { status, text } = await send(callers[callerOf(operation)] ?? anonymous, operation);
      const expected = EXCEPTIONS[operation.id]?.status;
      if (expected === undefined ? status >= 300 : status !== expected)
        failed.push(`${operation.id}: ${status} ${text.slice(0, 200)}`);
    }
    expect(failed).toEqual([]);
  }, 60_000);
});

function callerOf({ callers }: Operation): string {
  if (callers === 'anyone') return 'anyone';
  return ['operator', 'service', 'cardholder', 'public'].find((kind) => callers.includes(kind)) ?? 'anyone';
}

function send(client: Client, operation: Operation): Promise<Reply> {
  const { method, path, parameters, body } = operation;
  const exampleOf = (name: string): string => String(parameters.find((one) => one.name === name)?.example ?? '');
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(exampleOf(name)));
  const required = parameters.filter(({ in: place, required: isRequired }) => place === 'query' && isRequired === true);
  const query = new URLSearchParams(required.map(({ name }) => [name, exampleOf(name)])).toString();
  const url = query === '' ? filled : `${filled}?${query}`;
  if (body === undefined) return client.send(method, url);
  if (body.type === 'application/json') return client.send(method, url, { body: JSON.stringify(body.example) });
  const form = new URLSearchParams(Object.entries(body.example as Record<string, string>)).toString();
  return client.send(method, url, { body: form, headers: { 'content-type': body.type } });
}
