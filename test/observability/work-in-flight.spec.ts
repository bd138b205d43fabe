import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WorkInFlight } from '../../src/observability/work-in-flight.js';

type CollectGarbage = (options?: { type: 'minor' }) => void;

const SOCKET = new Socket();
const AT_ONCE = 64;
const ANSWERS = 20_000;
/** An answer with its request is some KiB. Measured: 0.1 MB with places, 24 MB with a `Set`. */
const MOST_KEPT_BYTES = 8_388_608;

describe('WorkInFlight', () => {
  let work: WorkInFlight;
  beforeEach(() => {
    work = new WorkInFlight();
  });

  it('counts answers that clients wait for', () => {
    const [first, second] = [work.begin(answer()), work.begin(answer())];
    expect(work.count).toBe(2);
    work.end(first);
    expect(work.count).toBe(1);
    const third = work.begin(answer());
    expect(work.count).toBe(2);
    work.end(second);
    work.end(third);
    expect(work.count).toBe(0);
  });

  it('tells the connections of answers that are under way, and of those that follow', () => {
    const [left, running] = [answer(), answer()];
    work.end(work.begin(left));
    work.begin(running);
    work.endConnections();
    const late = answer();
    work.begin(late);
    expect([left, running, late].map(({ shouldKeepAlive }) => shouldKeepAlive)).toEqual([true, false, false]);
  });

  it('keeps no answer that has left, for a collection of young objects to find', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as CollectGarbage;
    const places: number[] = [];
    const serve = (count: number): void => {
      for (let served = 0; served < count; served += 1) {
        places.push(work.begin(answer()));
        const oldest = places.length > AT_ONCE ? places.shift() : undefined;
        if (oldest !== undefined) work.end(oldest);
        if (served % 1000 === 0) collect({ type: 'minor' });
      }
      collect({ type: 'minor' });
    };
    serve(2000);
    collect();
    const before = process.memoryUsage().heapUsed;
    serve(ANSWERS);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(MOST_KEPT_BYTES);
  });
});

function answer(): ServerResponse {
  const request = new IncomingMessage(SOCKET);
  return new ServerResponse(Object.assign(request, { httpVersionMajor: 1, httpVersionMinor: 1 }));
}
