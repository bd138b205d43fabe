import { allStops, Walk } from '../support/walk.js';
import { send } from '../support/row-calls.js';

const LONG_MS = 30_000;
/** Of an answer that a client could tell two apart by. */
const HEADERS = ['content-type', 'content-disposition', 'content-length', 'content-encoding', 'location', 'etag'];

const stops = (await allStops()).filter(([, { named }]) => named.row.method !== 'GET');

/** Rewritten, withheld, streamed, wrapped or passed through: what is sent again with its key is answered as the first time. */
describe.each(stops)('%s with a key', (_operation, stop) => {
  it('is made once, and answered alike', async () => {
    const call = await walk.prepare(stop);
    const [kind = 'service'] = stop.named.row.callers.filter((one) => one !== 'operator');
    const { client } = walk.callerFor(kind, stop);
    const keyed = { ...call, headers: { ...call.headers, 'idempotency-key': crypto.randomUUID() } };
    const first = await send(client, keyed);
    const made = (await walk.received(stop)).length;
    const again = await send(client, keyed);

    expect(first.status).toBeLessThan(300);
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    for (const name of HEADERS) expect([name, again.headers.get(name)]).toEqual([name, first.headers.get(name)]);
    expect(await walk.received(stop)).toHaveLength(made);
  });
});

let walk: Walk;
beforeAll(async () => {
  walk = await Walk.start();
}, LONG_MS);
afterAll(() => walk.end());
