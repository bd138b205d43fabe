import { startSimulator } from '../../simulator/simulator.js';
import { type Json, type Operation, operationsIn } from '../support/agreement/document-check.js';
import { Client, JOSE, type Reply } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';

const ORIGIN = 'http://localhost:8080';

const CODE = 'needs the code that was sent, and its account';
const OWN_ID = 'needs an id that only an earlier answer has';
const UNKNOWN = 'Migo documents no field, so there is nothing to fill in';

/** What cannot succeed without something that no document can know, and how it is answered then. */
const EXCEPTIONS: Readonly<Record<string, { status: number; why: string }>> = {
  verifyUserOtp: { status: 400, why: CODE },
  resetUserPassword: { status: 400, why: CODE },
  verifyOtp: { status: 400, why: CODE },
  registerUser: { status: 400, why: 'needs the invitation code of a lead or a branch' },
  followBatch: { status: 404, why: OWN_ID },
  getOutcome: { status: 404, why: 'needs the key of an earlier call' },
  endSession: { status: 404, why: OWN_ID },
  updateLinkedCard: { status: 404, why: OWN_ID },
  deleteLinkedCard: { status: 404, why: OWN_ID },
  refundTransaction: { status: 400, why: UNKNOWN },
};

/** After them every other one would be answered 401. */
const ENDS_SESSIONS = new Set(['deleteSession', 'endSessions', 'resetUserPassword']);

interface Fresh {
  client: (operation: Operation) => Client;
  operations: Operation[];
  stop: () => Promise<void>;
}

/** What `npm start` starts. */
async function freshStart(): Promise<Fresh> {
  const simulator = await startSimulator();
  const gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
  const anonymous = new Client(gateway.url);
  const document: Json = (await anonymous.get('/openapi.json')).body;
  const callers: Readonly<Record<string, Client>> = {
    operator: await anonymous.logIn(),
    service: await anonymous.asService(),
    cardholder: await anonymous.logInAsCardholder(JOSE),
    public: new Client(gateway.url, { origin: ORIGIN }),
  };
  return {
    client: ({ callers: kinds }) => {
      const kind = Object.keys(callers).find((one) => kinds !== 'anyone' && kinds.includes(one));
      return callers[kind ?? ''] ?? anonymous;
    },
    // A file is chosen by hand.
    operations: operationsIn(document)
      .filter(({ body }) => body?.type !== 'multipart/form-data')
      .sort((one, other) => Number(ENDS_SESSIONS.has(one.id)) - Number(ENDS_SESSIONS.has(other.id))),
    stop: async () => {
      await simulator.close();
      await gateway.stop();
    },
  };
}

describe('what the console fills in', () => {
  it('succeeds for every operation on a gateway that was just started, or is one of the exceptions', async () => {
    const shared = await freshStart();
    const doubtful: Operation[] = [];
    for (const operation of shared.operations) {
      if (!isExpected(operation, await send(shared.client(operation), operation))) doubtful.push(operation);
    }
    await shared.stop();
    expect(shared.operations.length - doubtful.length).toBeGreaterThan(50);

    // Perhaps only because another one went before: tried by themselves.
    const failed = await Promise.all(
      doubtful.map(async (operation) => {
        const fresh = await freshStart();
        const reply = await send(fresh.client(operation), operation);
        await fresh.stop();
        return isExpected(operation, reply) ? [] : [`${operation.id}: ${reply.status} ${reply.text.slice(0, 400)}`];
      }),
    );
    expect(failed.flat()).toEqual([]);
  }, 120_000);
});

function isExpected({ id }: Operation, { status }: Reply): boolean {
  const exception = EXCEPTIONS[id];
  return exception === undefined ? status < 300 : status === exception.status;
}

function send(client: Client, { method, path, parameters, body }: Operation): Promise<Reply> {
  const exampleOf = (name: string): string => String(parameters.find((one) => one.name === name)?.example ?? '');
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(exampleOf(name)));
  const required = parameters.filter(({ in: place, required: isRequired }) => place === 'query' && isRequired === true);
  const query = new URLSearchParams(required.map(({ name }): [string, string] => [name, exampleOf(name)])).toString();
  const url = query === '' ? filled : `${filled}?${query}`;
  if (body === undefined) return client.send(method, url);
  if (body.type === 'application/json') return client.send(method, url, { body: JSON.stringify(body.example) });
  const form = new URLSearchParams(body.example as Record<string, string>).toString();
  return client.send(method, url, { body: form, headers: { 'content-type': body.type } });
}
