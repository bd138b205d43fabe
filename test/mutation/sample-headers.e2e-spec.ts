/** Headers that Migo's samples have: the simulator counts the calls that come without one. */
import { send } from '../support/row-calls.js';
import { allStops, type Stop, Walk } from '../support/walk.js';

/** By rows whose samples have one: eight with `x-application-id`, and one of each other header. */
const ROWS = [
  'issueCard linkCard assignFunds updateFunds createTransferTypes createTransfer createLinkedCard readLeadFile',
  'updateTerminalPayment createLead getConfigs followBatch listCardholders',
];

const names = ROWS.join(' ').split(' ');
const stops = (await allStops()).filter(([, { named }]) => names.includes(named.name));
let walk: Walk;

beforeAll(async () => {
  walk = await Walk.start();
});

afterAll(() => walk.end());

it.each(stops)('%s arrives with them', async (_operation, stop: Stop) => {
  const reply = await send(walk.callers.service, await walk.prepare(stop));
  expect(reply.status).toBeLessThan(300);

  // A simulator that counts none has nothing to say here; today's has to (simulator/control/control.spec.ts).
  const { missing = 0 } = (await (await fetch(`${walk.simulator.urls.control}/headers`)).json()) as {
    missing?: number;
  };
  expect(missing).toBe(0);
});
